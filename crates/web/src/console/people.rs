//! Our people, for administrators: who is here, what they are, who is invited, what lies with whom.

use crate::console::session::LoggedIn;
use crate::console::view::{Choice, Fact, PeoplePage, PersonPage, PersonRow};
use crate::console::{inbox, page, replies, show};
use crate::problem::{Answer, Code, Problem};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, get, post, web};
use desk::people::{Member, NewOperator, OperatorPatch};
use desk::read::{Assigned, Filter, InboxQuery, View};
use domain::{Permission, Role, TeamId};
use words::{t, t_code, tr};

/// What a form of people sends. Teams come as often as they are ticked.
#[derive(Clone, Debug, Default)]
struct Sent {
    csrf: String,
    email: String,
    name: String,
    role: String,
    lang: String,
    teams: Vec<String>,
    active: String,
}

impl Sent {
    fn of(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "csrf" => sent.csrf = value,
                "email" => sent.email = value,
                "name" => sent.name = value,
                "role" => sent.role = value,
                "lang" => sent.lang = value,
                "active" => sent.active = value,
                "teams" => sent.teams.push(value),
                _ => {}
            }
        }
        sent
    }

    fn role(&self) -> Answer<Role> {
        Role::parse(&self.role).map_err(|error| Problem::field("role", "unknown", error.to_string()))
    }

    fn teams(&self, me: &LoggedIn) -> Vec<TeamId> {
        let setup = me.app.desk.setup();
        let chosen = setup
            .teams
            .iter()
            .filter(|team| self.teams.contains(&team.public_id));
        chosen.map(|team| team.id).collect()
    }
}

type Pairs = web::Form<Vec<(String, String)>>;

#[get("/admin/people")]
async fn list_people(request: HttpRequest, me: LoggedIn) -> Answer {
    let shown = people(&request, &me, Sent::default(), String::new()).await?;
    page::forget_flash(&request, &me.app, page::html(&shown)?)
}

#[post("/admin/people")]
async fn invite_person(request: HttpRequest, me: LoggedIn, pairs: Pairs) -> Answer {
    me.require(Permission::Administer)?;
    let sent = Sent::of(pairs.into_inner());
    me.check(&request, &sent.csrf)?;
    let new = NewOperator {
        login: sent.email.clone(),
        name: sent.name.trim().to_owned(),
        role: sent.role()?,
        password: None,
        lang: sent.lang.clone(),
        zone: me.app.desk.setup().zone.clone(),
        teams: sent.teams(&me),
    };
    match me.app.desk.invite(me.principal.actor(), new).await {
        Ok(_) => Ok(page::see_other(&me.app, "/admin/people", Some("done-invited"))),
        Err(error) => {
            let problem = Problem::from(error);
            if !matches!(problem.code, Code::Validation | Code::LoginTaken) {
                return Err(problem);
            }
            let error = replies::words_of(&problem, me.lang(&request));
            page::html_with(problem.code.status(), &people(&request, &me, sent, error).await?)
        }
    }
}

async fn people(request: &HttpRequest, me: &LoggedIn, typed: Sent, error: String) -> Answer<PeoplePage> {
    me.require(Permission::Administer)?;
    let lang = me.lang(request);
    let members = me.app.desk.members(&me.principal).await?;
    let rail = inbox::rail(me, &me.desk()?, None).await?;
    let page = page::console(request, me, t(lang, "admin-people"), "admin", &rail);
    let mut people: Vec<PersonRow> = members.iter().map(|member| row(request, me, member)).collect();
    people.sort_by_key(|person| (!person.active, person.name.to_lowercase()));
    Ok(PeoplePage {
        people,
        email: typed.email,
        name: typed.name,
        roles: roles(
            lang,
            if typed.role.is_empty() {
                "operator"
            } else {
                &typed.role
            },
        ),
        teams: teams(me, &typed.teams),
        languages: languages(
            lang,
            if typed.lang.is_empty() {
                lang.code()
            } else {
                &typed.lang
            },
        ),
        error,
        page,
    })
}

fn row(request: &HttpRequest, me: &LoggedIn, member: &Member) -> PersonRow {
    let (reader, person) = (me.reader(request), &member.operator);
    let lang = reader.lang;
    let setup = me.app.desk.setup();
    let teams = setup.teams.iter().filter(|team| person.teams.contains(&team.id));
    let (state, well) = match &member.invitation {
        _ if !person.active => (t(lang, "person-disabled"), true),
        _ if member.joined => (String::new(), true),
        Some(invitation) if invitation.fate == "failed" => {
            let args = [("reason", invitation.reason.as_str().into())];
            (tr(lang, "person-invitation-failed", &args), false)
        }
        Some(invitation) if reader.now > invitation.good_until => {
            (t(lang, "person-invitation-expired"), false)
        }
        Some(invitation) => {
            let until = words::when::until(
                lang,
                invitation.good_until.to_timestamp(),
                reader.now(),
                &reader.zone,
            );
            (
                tr(lang, "person-invitation-waits", &[("until", until.into())]),
                true,
            )
        }
        None => (t(lang, "person-no-password"), true),
    };
    PersonRow {
        path: format!("/admin/people/{}", person.public_id),
        face: show::named(&person.name),
        name: person.name.clone(),
        login: person.login.clone(),
        role: t_code(lang, "role", person.role.code()),
        teams: teams.map(|team| team.name.clone()).collect::<Vec<_>>().join(", "),
        active: person.active,
        state,
        well,
    }
}

fn roles(lang: words::Lang, here: &str) -> Vec<Choice> {
    let choice = |role: &Role| Choice {
        value: role.code().to_owned(),
        words: t_code(lang, "role", role.code()),
        here: role.code() == here,
        ..Choice::default()
    };
    Role::ALL.iter().map(choice).collect()
}

fn languages(lang: words::Lang, here: &str) -> Vec<Choice> {
    let choice = |one: &words::Lang| Choice {
        value: one.code().to_owned(),
        words: t_code(lang, "language", one.code()),
        here: one.code() == here,
        ..Choice::default()
    };
    words::Lang::ALL.iter().map(choice).collect()
}

fn teams(me: &LoggedIn, chosen: &[String]) -> Vec<Choice> {
    let setup = me.app.desk.setup();
    let choice = |team: &domain::setup::Team| Choice {
        value: team.public_id.clone(),
        words: team.name.clone(),
        here: chosen.contains(&team.public_id),
        ..Choice::default()
    };
    setup.teams.iter().map(choice).collect()
}

#[get("/admin/people/{id}")]
async fn get_person(request: HttpRequest, me: LoggedIn, id: web::Path<String>) -> Answer {
    let answer = person(&request, &me, &id, String::new(), StatusCode::OK).await?;
    page::forget_flash(&request, &me.app, answer)
}

#[post("/admin/people/{id}")]
async fn change_person(request: HttpRequest, me: LoggedIn, id: web::Path<String>, pairs: Pairs) -> Answer {
    me.require(Permission::Administer)?;
    let sent = Sent::of(pairs.into_inner());
    me.check(&request, &sent.csrf)?;
    let patch = match sent.active.as_str() {
        "" => OperatorPatch {
            name: Some(sent.name.trim().to_owned()),
            role: Some(sent.role()?),
            teams: Some(sent.teams(&me)),
            ..OperatorPatch::default()
        },
        active => OperatorPatch {
            active: Some(active == "yes"),
            ..OperatorPatch::default()
        },
    };
    let done = me
        .app
        .desk
        .change_operator(me.principal.actor(), &id, patch)
        .await
        .map(drop);
    told(&request, &me, &id, done, "done-saved").await
}

#[post("/admin/people/{id}/invitation")]
async fn invite_again(request: HttpRequest, me: LoggedIn, id: web::Path<String>, pairs: Pairs) -> Answer {
    me.require(Permission::Administer)?;
    me.check(&request, &Sent::of(pairs.into_inner()).csrf)?;
    let done = me.app.desk.invite_again(me.principal.actor(), &id).await;
    told(&request, &me, &id, done, "done-invited").await
}

#[post("/admin/people/{id}/invitation/withdrawal")]
async fn withdraw_invitation(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    pairs: Pairs,
) -> Answer {
    me.require(Permission::Administer)?;
    me.check(&request, &Sent::of(pairs.into_inner()).csrf)?;
    let done = me.app.desk.withdraw_invitation(me.principal.actor(), &id).await;
    told(&request, &me, &id, done, "done-withdrawn").await
}

async fn told(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    done: desk::DeskResult<()>,
    words: &str,
) -> Answer {
    let problem = match done {
        Ok(()) => {
            return Ok(page::see_other(
                &me.app,
                &format!("/admin/people/{id}"),
                Some(words),
            ));
        }
        Err(error) => Problem::from(error),
    };
    let known = [
        Code::Validation,
        Code::LastAdministrator,
        Code::AlreadyJoined,
        Code::Conflict,
    ];
    if !known.contains(&problem.code) {
        return Err(problem);
    }
    let error = replies::words_of(&problem, me.lang(request));
    person(request, me, id, error, problem.code.status()).await
}

async fn person(request: &HttpRequest, me: &LoggedIn, id: &str, error: String, status: StatusCode) -> Answer {
    me.require(Permission::Administer)?;
    let lang = me.lang(request);
    let members = me.app.desk.members(&me.principal).await?;
    let member = members.into_iter().find(|member| member.operator.public_id == id);
    let member = member.ok_or_else(|| Problem::new(Code::NotFound))?;
    let desk = me.desk()?;
    let filter = Filter {
        assignee: Some(Assigned::Person(id.to_owned())),
        ..Filter::of(View::All)
    };
    let theirs = InboxQuery::with(filter, me.app.desk.now());
    let tickets = desk.inbox(theirs).await?;
    let reader = me.reader(request);
    let rail = inbox::rail(me, &desk, None).await?;
    let page = page::console(request, me, member.operator.name.clone(), "admin", &rail);
    let chosen: Vec<String> = {
        let setup = me.app.desk.setup();
        let own = setup
            .teams
            .iter()
            .filter(|team| member.operator.teams.contains(&team.id));
        own.map(|team| team.public_id.clone()).collect()
    };
    let facts = vec![
        Fact {
            label: t(lang, "person-email"),
            value: member.operator.login.clone(),
            ..Fact::default()
        },
        Fact {
            label: t(lang, "time-zone"),
            value: member.operator.zone.clone(),
            ..Fact::default()
        },
    ];
    let shown = PersonPage {
        row: row(request, me, &member),
        facts,
        joined: member.joined,
        roles: roles(lang, member.operator.role.code()),
        teams: teams(me, &chosen),
        more: tickets.next.is_some(),
        tickets: tickets
            .rows
            .iter()
            .map(|row| show::row(&reader, row, None, ""))
            .collect(),
        error,
        page,
    };
    page::html_with(status, &shown)
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(list_people)
        .service(invite_person)
        .service(get_person)
        .service(change_person)
        .service(withdraw_invitation)
        .service(invite_again);
}
