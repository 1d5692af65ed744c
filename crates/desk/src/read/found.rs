//! Clients who may be meant by what somebody types: a name, an address of any kind, a word of what they wrote.

use super::{DeskReader, Filter, InboxQuery, View};
use crate::{DeskError, DeskResult};
use domain::client::{Dialling, name_key, number_beginnings, typed_phone, typed_phones};
use domain::{Handle, HandleKind};
pub use store::rows::FoundClient;

/// Characters that are looked for.
const LONGEST: usize = 250;

impl DeskReader {
    /// Clients whose telephone number begins as somebody types it, as numbers are written where the desk's telephones stand;
    /// nobody while too little is typed, nor for readers who see tickets of some teams only.
    ///
    /// # Errors
    /// The store's own.
    pub async fn callers(&self, typed: &str, dialling: &[Dialling]) -> DeskResult<Vec<FoundClient>> {
        let beginnings = number_beginnings(typed.trim(), dialling);
        if beginnings.is_empty() {
            return Ok(Vec::new());
        }
        self.snapshot(move |reader, scope| {
            if !scope.admits_team(None) {
                return Ok(Vec::new());
            }
            Ok::<_, DeskError>(reader.clients_by_number(&beginnings)?)
        })
        .await
    }

    /// Clients by a name, a mail address, a telephone number, a postal address, or words of their tickets.
    ///
    /// # Errors
    /// The store's own.
    pub async fn find_clients(&self, typed: &str, dialling: &[Dialling]) -> DeskResult<Vec<FoundClient>> {
        let typed = text::clean_line(typed, LONGEST);
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let mut handles = Vec::new();
        if typed.contains('@') {
            handles.push(Handle::email(&typed, ""));
        }
        handles.extend(typed_phones(&typed, dialling));
        let post = self
            .desk
            .paper_door(None)
            .ok()
            .and_then(|(_, paper)| paper.address(&typed));
        handles.extend(post.map(|value| Handle::new(HandleKind::Postal, value, "")));
        // Of what a number may be, the likeliest is looked for in words.
        let likeliest = typed_phone(&typed).or_else(|| handles.first().cloned());
        let word = likeliest.map_or(typed.clone(), |handle| handle.value);
        let filter = Filter {
            text: Some(word),
            ..Filter::of(View::Everything)
        };
        let rows = self.inbox(InboxQuery::with(filter, self.desk.now())).await?.rows;
        let tickets: Vec<String> = rows.into_iter().map(|row| row.public_id).collect();
        let key = name_key(&typed);
        self.snapshot(move |reader, scope| {
            // Who sees tickets of some teams only finds the clients of these.
            let (handles, key) = if scope.admits_team(None) {
                (handles, key)
            } else {
                (Vec::new(), String::new())
            };
            Ok::<_, DeskError>(reader.clients_found(&handles, &key, &tickets)?)
        })
        .await
    }
}
