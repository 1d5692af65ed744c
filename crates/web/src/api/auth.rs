//! Who calls the API: a program with a token, or one of our people in a browser, who must send the session's token of
//! forms along with every change.

use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use crate::security;
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use desk::DeskError;
use domain::{Permission, Principal};
use futures_util::future::LocalBoxFuture;

/// A caller who proved who they are.
#[derive(Clone, Debug)]
pub struct Caller {
    pub principal: Principal,
    pub app: web::Data<App>,
}

impl Caller {
    /// Refuses a caller without the permission, naming it.
    ///
    /// # Errors
    /// The token has not the scope, or the role not the permission.
    pub fn require(&self, permission: Permission) -> Answer<()> {
        if self.principal.may(permission) {
            return Ok(());
        }
        let code = match self.principal {
            Principal::Integration { .. } => Code::ScopeMissing,
            _ => Code::Forbidden,
        };
        Err(Problem::because(code, format!("this needs {permission}")))
    }

    /// Whose keys are kept apart from everybody else's.
    #[must_use]
    pub fn name(&self) -> String {
        let actor = self.principal.actor();
        format!("{}:{}", actor.code(), actor.id())
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { find(&request).await })
    }
}

async fn find(request: &HttpRequest) -> Answer<Caller> {
    let app = request
        .app_data::<web::Data<App>>()
        .ok_or_else(|| Problem::internal("the server has no desk"))?
        .clone();
    if let Some(given) = request.headers().get(AUTHORIZATION) {
        let token = given
            .to_str()
            .ok()
            .and_then(bearer)
            .ok_or_else(|| Problem::new(Code::TokenInvalid))?;
        let principal = match app.desk.token(token).await {
            Err(DeskError::Unauthenticated) => return Err(Problem::new(Code::TokenInvalid)),
            other => other?,
        };
        return Ok(Caller { principal, app });
    }
    let secret = security::session_secret(request).ok_or_else(|| Problem::new(Code::Unauthenticated))?;
    let session = app.desk.session(&secret).await?;
    if !request.method().is_safe() {
        security::check_form(request, &app.options, &session.csrf, "")?;
    }
    Ok(Caller {
        principal: session.principal,
        app,
    })
}

/// The token of the scheme `Bearer`, whose name ignores case (RFC 9110 §11.1).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
