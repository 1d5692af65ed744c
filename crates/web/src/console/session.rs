//! Who is logged in: taken from the session's cookie by every handler of the console that asks for it.

use crate::app::App;
use crate::console::show::Reader;
use crate::console::{lang, page};
use crate::problem::{Answer, Code, Problem};
use crate::security;
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use desk::people::{Operator, Session};
use domain::{Permission, Principal};
use futures_util::future::LocalBoxFuture;
use words::Lang;

/// One of our people, with a session that is good.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    pub principal: Principal,
    pub operator: Operator,
    /// Sent back by every form of this session.
    pub csrf: String,
    /// The session's own secret.
    pub secret: String,
    /// The last event that led to what this request reads, or an earlier one: where a page begins to listen.
    pub since: i64,
    pub app: web::Data<App>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl LoggedIn {
    /// The language of this person's pages.
    #[must_use]
    pub fn lang(&self, request: &HttpRequest) -> Lang {
        lang::of(request, Some(&self.operator.lang))
    }

    /// How this person reads: language, zone, present.
    #[must_use]
    pub fn reader(&self, request: &HttpRequest) -> Reader {
        let setup = self.app.desk.setup();
        let zone = if self.operator.zone.is_empty() {
            &setup.zone
        } else {
            &self.operator.zone
        };
        Reader::new(self.lang(request), zone, self.app.desk.now())
    }

    /// A reader of the desk for this person.
    ///
    /// # Errors
    /// The person may not read.
    pub fn desk(&self) -> Answer<desk::read::DeskReader> {
        Ok(self.app.desk.read(&self.principal)?)
    }

    /// Refuses a form that was not made for this session.
    ///
    /// # Errors
    /// The token is another one, or the request comes from another site.
    pub fn check(&self, request: &HttpRequest, csrf: &str) -> Answer<()> {
        security::check_form(request, &self.app.options, &self.csrf, csrf)
    }

    /// Refuses a page this person has no business with.
    ///
    /// # Errors
    /// The role does not include the permission.
    pub fn require(&self, permission: Permission) -> Answer<()> {
        if self.principal.may(permission) {
            return Ok(());
        }
        Err(Problem::because(
            Code::Forbidden,
            format!("this needs the permission {permission}"),
        ))
    }
}

impl FromRequest for LoggedIn {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { find(&request).await })
    }
}

async fn find(request: &HttpRequest) -> Answer<LoggedIn> {
    let app = request
        .app_data::<web::Data<App>>()
        .ok_or_else(|| Problem::internal("the server has no desk"))?;
    let secret = security::session_secret(request).ok_or_else(|| nobody(request, app))?;
    let since = app.desk.tail().position();
    match app.desk.session(&secret).await {
        Ok(Session {
            principal,
            operator,
            csrf,
        }) => {
            // A page of an error is in this person's language, too.
            if let Some(own) = Lang::parse(&operator.lang) {
                request.extensions_mut().insert(lang::Own(own));
            }
            Ok(LoggedIn {
                principal,
                operator,
                csrf,
                secret,
                since,
                app: app.clone(),
            })
        }
        Err(desk::DeskError::Unauthenticated) => Err(nobody(request, app)),
        Err(error) => Err(error.into()),
    }
}

/// A page leads to the log-in and back; a form says that it was not taken.
fn nobody(request: &HttpRequest, app: &App) -> Problem {
    let mut problem = Problem::new(Code::Unauthenticated);
    let inside = app.options.inside(request.path());
    if request.method() == Method::GET && !inside.starts_with("/api/") && inside != "/events" {
        let query = request.query_string();
        let wanted = if query.is_empty() {
            inside.to_owned()
        } else {
            format!("{inside}?{query}")
        };
        let address = app
            .options
            .path(&format!("/login?next={}", page::escape(&wanted)));
        problem.log_in_at = Some(address.into_boxed_str());
    }
    problem
}
