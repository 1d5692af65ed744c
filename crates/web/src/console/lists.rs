//! Lists as they were made for a page, put into the next ones until something happens: tickets are opened one after
//! another beside the list they were found in, and fifty rows are most of such a page.

use crate::console::session::LoggedIn;
use crate::console::show::Reader;
use crate::console::view::ListBody;
use desk::read::InboxPage;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use words::Lang;

/// So many at most; each is some hundred kilobytes.
const MOST: usize = 64;

/// Who reads which list, and how.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Look {
    operator: String,
    lang: Lang,
    zone: Option<String>,
    list: String,
}

impl Look {
    pub fn new(me: &LoggedIn, reader: &Reader, list: String) -> Self {
        Self {
            operator: me.operator.public_id.clone(),
            lang: reader.lang,
            zone: reader.zone.iana_name().map(str::to_owned),
            list,
        }
    }
}

/// What was made, and of which reading.
struct Made {
    of: Arc<InboxPage>,
    body: Arc<ListBody>,
}

/// Lists as they were made a moment ago.
#[derive(Default)]
pub struct Lists(Mutex<HashMap<Look, Made>>);

impl Lists {
    /// What was made of this very reading. The desk keeps a reading no longer than nothing happens, a setting or a name
    /// that changed included.
    pub fn get(&self, look: &Look, of: &Arc<InboxPage>) -> Option<Arc<ListBody>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let made = all.get(look)?;
        Arc::ptr_eq(&made.of, of).then(|| Arc::clone(&made.body))
    }

    /// Keeps what was made of a reading.
    pub fn put(&self, look: Look, of: Arc<InboxPage>, body: Arc<ListBody>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(look, Made { of, body });
    }
}
