//! Whose a message is, and whose the addresses are that it names. An address that somebody merely states is theirs only as
//! far as nobody else shows up with it: its owner is never taken for the one who named it.

use super::decide::Work;
use super::{Known, NewClient, NewIdentity, NewMessage};
use crate::client::CallWish;
use crate::plan::Proof;
use crate::{ClientId, Handle, IdentityId, TicketId, Verified};

impl Work<'_> {
    /// The identity behind an address; a new client where nobody knows it.
    pub(super) fn identity(&mut self, handle: &Handle, message: &NewMessage, verified: Verified) -> Known {
        if let Some(known) = self.facts.handles.get(&handle.key()) {
            return known.clone();
        }
        let identity = IdentityId(self.ids.next_id());
        let known = self.new_client(handle, message, identity, verified);
        self.plan.identities.push(NewIdentity {
            id: identity,
            client: known.client,
            handle: handle.clone(),
            verified,
        });
        known
    }

    /// The author, of a message that goes onto a ticket or opens one.
    pub(super) fn author(&mut self, message: &NewMessage, onto: Option<TicketId>) -> Known {
        let verified = if message.wishes.typed {
            Verified::Stated
        } else {
            Verified::Received
        };
        let handle = &message.from;
        let Some(known) = self.facts.handles.get(&handle.key()).cloned() else {
            return self.identity(handle, message, verified);
        };
        let invited = onto.is_some_and(|id| self.facts.takes_part(known.identity, id));
        if known.is_believed() || invited {
            return self.raise(handle, known, verified);
        }
        // Whoever named it keeps a claim: if the two are one person, somebody of ours may say so.
        self.plan.claims.push((known.client, handle.clone()));
        let owner = self.new_client(handle, message, known.identity, verified);
        self.proved(&known, owner.client, verified);
        owner
    }

    /// An address that the author names as their own: kept with them as long as nobody shows up with it, unless it is known
    /// to be somebody's.
    pub(super) fn stated(&mut self, handle: &Handle, author: &Handle, sender: &Known) -> IdentityId {
        match self.facts.handles.get(&handle.key()) {
            Some(known) => {
                // Somebody else's: evidence that the two may be one, and no more.
                if known.client != sender.client {
                    self.plan.claims.push((sender.client, handle.clone()));
                }
                known.identity
            }
            None => self.another(handle, author, sender, Verified::Stated),
        }
    }

    /// An address of the author's that the door vouches for: it is theirs, unless somebody else wrote from it.
    pub(super) fn vouched(&mut self, handle: &Handle, author: &Handle, sender: &Known) -> IdentityId {
        let Some(known) = self.facts.handles.get(&handle.key()).cloned() else {
            return self.another(handle, author, sender, Verified::Proved);
        };
        if known.client == sender.client {
            return self.raise(handle, known, Verified::Proved).identity;
        }
        if known.is_believed() {
            self.plan.claims.push((sender.client, handle.clone()));
            return known.identity;
        }
        self.plan.claims.push((known.client, handle.clone()));
        self.proved(&known, sender.client, Verified::Proved);
        let theirs = Known {
            identity: known.identity,
            acknowledged: known.acknowledged,
            verified: Verified::Proved,
            alone: false,
            ..sender.clone()
        };
        self.facts.handles.insert(handle.key(), theirs);
        self.is_not_alone(author);
        known.identity
    }

    /// One more address of a client.
    fn another(
        &mut self,
        handle: &Handle,
        author: &Handle,
        sender: &Known,
        verified: Verified,
    ) -> IdentityId {
        let known = Known {
            identity: IdentityId(self.ids.next_id()),
            acknowledged: 0,
            verified,
            alone: false,
            ..sender.clone()
        };
        let identity = known.identity;
        self.plan.identities.push(NewIdentity {
            id: identity,
            client: sender.client,
            handle: handle.clone(),
            verified,
        });
        self.facts.handles.insert(handle.key(), known);
        self.is_not_alone(author);
        identity
    }

    fn is_not_alone(&mut self, author: &Handle) {
        if let Some(known) = self.facts.handles.get_mut(&author.key()) {
            known.alone = false;
        }
    }

    /// What is proved of an address stays proved.
    fn raise(&mut self, handle: &Handle, mut known: Known, verified: Verified) -> Known {
        if known.verified < verified {
            self.proved(&known, known.client, verified);
            known.verified = verified;
            self.facts.handles.insert(handle.key(), known.clone());
        }
        known
    }

    fn proved(&mut self, known: &Known, to: ClientId, verified: Verified) {
        self.plan.proofs.push(Proof {
            identity: known.identity,
            from: known.client,
            to,
            verified,
        });
    }

    fn new_client(
        &mut self,
        handle: &Handle,
        message: &NewMessage,
        identity: IdentityId,
        verified: Verified,
    ) -> Known {
        let wished = message.wishes.lang.clone();
        let known = Known {
            identity,
            client: ClientId(self.ids.next_id()),
            client_name: handle.name.clone(),
            lang: wished.unwrap_or_else(|| message.guessed_lang.clone()),
            zone: message.wishes.zone.clone().unwrap_or_default(),
            segment: String::new(),
            calls: CallWish::default(),
            acknowledged: 0,
            verified,
            alone: true,
        };
        self.plan.clients.push(NewClient {
            id: known.client,
            name: known.client_name.clone(),
            lang: known.lang.clone(),
            zone: known.zone.clone(),
        });
        self.facts.handles.insert(handle.key(), known.clone());
        known
    }
}
