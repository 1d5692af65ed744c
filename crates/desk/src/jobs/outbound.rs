//! From what is stored to what goes out: the operator's words in the brand's letter, with thread and files.

use crate::Desk;
use crate::beside;
use crate::error::{DeskError, DeskResult};
use channel::{Outbound, OutboundFile};
use domain::act::Answer;
use domain::entry::Body;
use domain::{ChannelId, Handle, HandleKind, IdentityId};
use store::rows::OutboundFacts;
use words::Lang;
use words::mail::{Brand, OperatorReply, Rendered, Zones};

impl Desk {
    /// The public address of a ticket's page for its client.
    pub(crate) fn follow_url(&self, brand: domain::BrandId, secret: &str) -> Option<String> {
        let setup = self.setup();
        let own = setup
            .brand(brand)
            .map(|brand| brand.site.clone())
            .filter(|site| !site.is_empty());
        let site = own.unwrap_or_else(|| self.options().site.clone());
        (!site.is_empty()).then(|| format!("{}/t/{secret}", site.trim_end_matches('/')))
    }

    /// A letter of the desk's own as a message that goes out: it answers nothing and changes no state.
    pub(crate) fn own_message(&self, letter: Rendered, channel: ChannelId, identity: IdentityId) -> Answer {
        Answer {
            preview: text::preview(&letter.text, 200),
            terms: String::new(),
            body: Body {
                visible: letter.text.len(),
                text: letter.text,
                html: letter.html,
                remote_images: 0,
            },
            files: Vec::new(),
            channel,
            identity,
            external_id: self.new_message_id(),
            then: None,
            outcome: None,
            promise: None,
            on_merits: false,
            other_way: None,
            automatic: false,
            acknowledges: None,
        }
    }

    /// The brand as letters show it.
    pub(crate) fn letterhead(&self, brand: domain::BrandId) -> Brand {
        let setup = self.setup();
        let Some(brand) = setup.brand(brand) else {
            return Brand::default();
        };
        let signature = (!brand.signature.is_empty()).then(|| brand.signature.clone());
        Brand {
            key: brand.name.clone(),
            name: brand.name.clone(),
            signature,
            signatures: brand.signatures.clone(),
        }
    }

    /// The desk's zone and the client's, where it is known.
    pub(crate) fn zones(&self, desk: &str, client: &str) -> Zones {
        beside::zones(desk, client)
    }

    /// Everything a sink needs to bring the message out.
    pub(super) async fn outbound(&self, facts: OutboundFacts, trace: &str) -> DeskResult<Outbound> {
        let setup = self.setup();
        let channel = setup
            .channel(facts.channel)
            .ok_or(DeskError::NotFound("channel"))?;
        let brand = self.letterhead(facts.brand);
        let (title, text, html) = if facts.fact.automatic {
            (
                facts.subject.clone(),
                facts.body.text.clone(),
                facts.body.html.clone(),
            )
        } else {
            let letter = OperatorReply {
                lang: Lang::parse(&facts.lang).unwrap_or_default(),
                brand: brand.clone(),
                number: setup.number.show(facts.number),
                subject: facts.title.clone(),
                text: facts.body.text.clone(),
                html: None,
                asks: beside::asks(&facts.beside),
                sent_at: self.now().to_timestamp(),
                zones: self.zones(&setup.zone, &facts.client_zone),
                follow_url: self.follow_url(facts.brand, &facts.link_secret),
            };
            let letter = letter
                .render(self.templates())
                .map_err(|error| DeskError::Internal(error.to_string()))?;
            (letter.subject, letter.text, letter.html)
        };
        let mut files = Vec::with_capacity(facts.files.len());
        for file in &facts.files {
            let bytes = self.file_bytes(file).await?;
            files.push(OutboundFile {
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                bytes,
            });
        }
        Ok(Outbound {
            external_id: facts.fact.external_id.clone(),
            to: facts.to.clone(),
            others: Vec::new(),
            from: Handle::new(HandleKind::Email, channel.address.clone(), brand.name),
            reply_to: None,
            title,
            words: without_signature(&text).to_owned(),
            text,
            html,
            link: self
                .follow_url(facts.brand, &facts.link_secret)
                .unwrap_or_default(),
            zone: [&facts.client_zone, &setup.zone]
                .into_iter()
                .find(|zone| !zone.is_empty())
                .cloned()
                .unwrap_or_default(),
            files,
            thread: facts.thread.clone(),
            automatic: facts.fact.automatic || facts.by_program,
            ticket_number: setup.number.show(facts.number),
            trace: trace.to_owned(),
        })
    }
}

/// A letter above its signature (RFC 3676 §4.3).
fn without_signature(letter: &str) -> &str {
    letter
        .rsplit_once("\n-- \n")
        .map_or(letter, |(words, _)| words)
        .trim()
}
