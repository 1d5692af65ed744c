//! HTTP of the desk: the JSON API, the console and the pages of clients.

pub mod console {
    //! The operators' pages.

    pub mod view;
}
