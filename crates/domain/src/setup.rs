//! The desk as it is set up: brands, doors, calendars, policies, teams. One immutable snapshot at a time.

use crate::absence::Absence;
use crate::clock::{Calendars, ClockKind, Recipient, Warning};
use crate::field::CustomField;
use crate::number::NumberFormat;
use crate::policy::Policy;
use crate::rules::Rules;
use crate::talk::TalkTimes;
use crate::term::Term;
use crate::time::HOUR;
use crate::{BrandId, CalendarId, ChannelId, Moment, OperatorId, PolicyId, TeamId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use worktime::Calendar;

/// A name under which we speak.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Brand {
    pub id: BrandId,
    pub name: String,
    /// Public address of the pages clients see, without a trailing slash.
    pub site: String,
    /// Language in which a client is addressed whose own is unknown.
    pub lang: String,
    /// Under letters in languages that have none of their own; empty: the name.
    pub signature: String,
    /// By language code.
    pub signatures: BTreeMap<String, String>,
}

impl Brand {
    /// Who signs a letter in a language; never empty unless the brand has no name either.
    #[must_use]
    pub fn signature_in(&self, lang: &str) -> &str {
        let own = self.signatures.get(lang).map_or("", String::as_str);
        let signs = [own, &self.signature]
            .into_iter()
            .find(|one| !one.trim().is_empty());
        signs.unwrap_or(&self.name)
    }
}

/// A door, as far as the desk needs to know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    pub id: ChannelId,
    pub public_id: String,
    /// The code of the adapter: `email`, `api`. Looked up, never matched on.
    pub kind: String,
    pub name: String,
    pub brand: BrandId,
    pub team: Option<TeamId>,
    pub enabled: bool,
    /// The address we speak from, where the door has one.
    pub address: String,
    /// Tells the client number, deadline, who and how.
    pub acknowledges: bool,
    /// Programs answer by themselves here: the acknowledgement is held for a while, for an answer that goes instead.
    pub automatic_answers: bool,
    /// What comes by it is registered in the instant it is accepted; otherwise a person registers it.
    pub registers: bool,
    /// The adapter's own settings.
    pub settings: serde_json::Value,
}

/// A group of operators.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Team {
    pub id: TeamId,
    pub public_id: String,
    pub name: String,
    /// What clients are told, by language code: «служба поддержки».
    pub public_name: HashMap<String, String>,
    pub calendar: Option<CalendarId>,
}

/// What a request is about, as the desk names it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Topic {
    /// As tickets and policies name it; never changes.
    pub key: String,
    /// By language code.
    pub names: BTreeMap<String, String>,
    /// Key of the topic it belongs under.
    pub parent: Option<String>,
    /// A retired one stays on its tickets and is not offered any more.
    pub active: bool,
}

/// A group of clients, as the desk names it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Segment {
    /// As clients and policies name it; never changes.
    pub key: String,
    /// By language code.
    pub names: BTreeMap<String, String>,
    /// A retired one stays with its clients and is not given any more.
    pub active: bool,
}

/// What is due within this is due soon, unless the desk says otherwise.
const SOON: i64 = 4 * HOUR;

/// Everything the desk needs to decide, compiled.
#[derive(Clone, Default)]
pub struct Setup {
    pub desk_name: String,
    /// IANA zone of the desk.
    pub zone: String,
    /// Days after its ticket closed that a private link still opens.
    pub link_days: u32,
    pub calendar: Option<CalendarId>,
    /// How tickets are worked.
    pub rules: Rules,
    /// The teams of each of our people.
    pub members: HashMap<OperatorId, Vec<TeamId>>,
    /// Who is away, will be or was: the newest statement of each.
    pub absences: BTreeMap<OperatorId, Absence>,
    pub brands: Vec<Brand>,
    pub channels: Vec<Channel>,
    /// Doors at which a talk is held with whoever is there, and how long what may last in it.
    pub talks: HashMap<ChannelId, TalkTimes>,
    pub teams: Vec<Team>,
    pub policies: Vec<Policy>,
    /// Versions that are no longer current; their running clocks go on by them.
    pub former: HashMap<PolicyId, Policy>,
    /// Statutory terms, in order.
    pub terms: Vec<Term>,
    pub former_terms: HashMap<PolicyId, Term>,
    /// Every version still in use, current or not.
    pub calendars: HashMap<CalendarId, Arc<Calendar>>,
    /// IANA zones of the calendars.
    pub zones: HashMap<CalendarId, String>,
    /// Names of calendars, current version of each.
    pub calendar_names: HashMap<String, CalendarId>,
    /// In the order they are offered; a topic stands behind the one it belongs under.
    pub topics: Vec<Topic>,
    /// Groups of clients that policies may name; none: the desk keeps no list of them.
    pub segments: Vec<Segment>,
    /// Steps of clocks that no policy starts.
    pub own_warnings: HashMap<ClockKind, Vec<Warning>>,
    /// Fields of the desk's own, in the order they are shown.
    pub fields: Vec<CustomField>,
    pub number: NumberFormat,
    /// Microseconds before its due from which on a ticket is due soon; nothing where the desk does not say.
    pub due_soon: Option<i64>,
}

impl Setup {
    /// The door of that id.
    #[must_use]
    pub fn channel(&self, id: ChannelId) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// Whether a person registers what comes by that door.
    #[must_use]
    pub fn registers_by_hand(&self, id: ChannelId) -> bool {
        self.channel(id).is_some_and(|channel| !channel.registers)
    }

    /// By when paper that was received at an instant is to be registered: by the first term that asks for it, else by the end of
    /// the next working day of the desk (`definitions.md` §9). `None` where no calendar is known.
    #[must_use]
    pub fn registration_due(&self, received: Moment) -> Option<worktime::Due> {
        let asks = |term: &&Term| term.starts_on == crate::term::StartsOn::Registration;
        let (calendar, target) = match self.terms.iter().find(asks) {
            Some(term) => (term.calendar, term.registration()),
            None => (self.calendar?, crate::term::registration_without_a_term()),
        };
        self.calendars.get(&calendar)?.due(received, &target).ok()
    }

    /// The brand of that id.
    #[must_use]
    pub fn brand(&self, id: BrandId) -> Option<&Brand> {
        self.brands.iter().find(|brand| brand.id == id)
    }

    /// The policy of that version, current or not.
    #[must_use]
    pub fn policy(&self, id: PolicyId) -> Option<&Policy> {
        let current = self.policies.iter().find(|policy| policy.id == id);
        current.or_else(|| self.former.get(&id))
    }

    /// Whether two versions are of the same calendar.
    #[must_use]
    pub fn is_same_calendar(&self, one: CalendarId, other: CalendarId) -> bool {
        let name = |id| self.calendars.get(&id).map(|calendar| calendar.name());
        one == other || (name(one).is_some() && name(one) == name(other))
    }

    /// The statutory term of that version, current or not.
    #[must_use]
    pub fn term(&self, id: PolicyId) -> Option<&Term> {
        let current = self.terms.iter().find(|term| term.id == id);
        current.or_else(|| self.former_terms.get(&id))
    }

    /// The name of the term that a clock runs by.
    #[must_use]
    pub fn term_name(&self, id: Option<PolicyId>) -> Option<&str> {
        id.and_then(|id| self.term(id)).map(|term| term.name.as_str())
    }

    /// Whether a step of a deadline tells the webhook of that name.
    #[must_use]
    pub fn names_webhook(&self, name: &str) -> bool {
        let of_policies = self.policies.iter().flat_map(|policy| &policy.clocks);
        let of_policies = of_policies.flat_map(|clock| &clock.warnings);
        let of_terms = self.terms.iter().flat_map(|term| &term.warnings);
        let own = self.own_warnings.values().flatten();
        let mut told = of_policies.chain(of_terms).chain(own).flat_map(|step| &step.to);
        told.any(|to| matches!(to, Recipient::Webhook(known) if known == name))
    }

    /// The topic of that key.
    #[must_use]
    pub fn topic(&self, key: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.key == key)
    }

    /// Microseconds before its due from which on a ticket is due soon.
    #[must_use]
    pub fn soon(&self) -> i64 {
        self.due_soon.unwrap_or(SOON)
    }

    /// The team of that id.
    #[must_use]
    pub fn team(&self, id: TeamId) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == id)
    }
}

impl Calendars for Setup {
    fn calendar(&self, id: CalendarId) -> Option<Arc<Calendar>> {
        self.calendars.get(&id).cloned()
    }

    fn warnings(&self, policy: PolicyId, kind: ClockKind) -> &[Warning] {
        let of_policy = self.policy(policy).and_then(|policy| policy.clock(kind));
        match of_policy {
            Some(clock) => &clock.warnings,
            None => self.term(policy).map_or(&[], |term| &term.warnings),
        }
    }

    fn own_warnings(&self, kind: ClockKind) -> &[Warning] {
        self.own_warnings.get(&kind).map_or(&[], Vec::as_slice)
    }
}
