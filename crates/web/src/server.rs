//! Puts the pieces together and listens. Runs in any tokio runtime: `actix_web::main` is not needed, since the server
//! gives each worker a thread and a runtime of its own when it finds no actix system.

use crate::app::{App, Extras, WebOptions};
use crate::public::Talks;
use crate::stream::Hub;
use crate::{api, assets, console, health, line, observe, openapi, problem, public, sample};
use actix_web::dev::Server;
use actix_web::http::KeepAlive;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as Actix, HttpServer, web};
use desk::Desk;
use problem::{Answer, Code, Problem};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

/// Bytes of a form or a JSON body without attachments.
const SMALL: usize = 1 << 20;
/// Seconds given to requests under way at a shutdown; streams end at once by `Extras::stop`.
const SHUTDOWN: u64 = 10;

/// Binds the address and starts the workers. The future must be polled for connections to be accepted:
///
/// ```ignore
/// let (server, address) = web::serve(desk, options, extras)?;
/// let handle = server.handle();
/// let serving = tokio::spawn(server);
/// // … at the end:
/// stop.cancel();              // the token given in `Extras`: ends the streams
/// handle.stop(true).await;    // lets requests under way end, for at most 10 s
/// serving.await??;
/// ```
///
/// It installs no signal handlers: the binary decides when to stop. [`Desk::run_tail`] must run too, or pages are not
/// live.
///
/// # Errors
/// The address cannot be bound.
pub fn serve(desk: Desk, options: WebOptions, extras: Extras) -> io::Result<(Server, SocketAddr)> {
    let hub = Hub::start(desk.clone(), options.clone(), extras.stop.clone());
    let talks = Talks::start(desk.clone(), extras.stop.clone());
    let (listen, workers, connections) = (options.listen, options.workers, options.max_connections);
    let app = web::Data::new(App::new(desk, options, extras, hub, talks));
    let server = HttpServer::new(move || {
        Actix::new()
            .app_data(app.clone())
            .wrap(Compress::default())
            .wrap(from_fn(observe::layer))
            .configure(|cfg| routes(cfg, &app))
    })
    .workers(workers)
    .max_connections(connections)
    .keep_alive(KeepAlive::Timeout(Duration::from_secs(30)))
    .client_request_timeout(Duration::from_secs(15))
    .client_disconnect_timeout(Duration::from_secs(1))
    // Whoever closes their side has gone: a stream of events would otherwise go on until its second write fails.
    .h1_allow_half_closed(false)
    .on_connect(line::bound)
    .shutdown_timeout(SHUTDOWN)
    .disable_signals()
    .bind(listen)?;
    let address = server.addrs().first().copied().unwrap_or(listen);
    Ok((server.run(), address))
}

/// All routes, below the prefix.
pub(crate) fn routes(cfg: &mut web::ServiceConfig, app: &web::Data<App>) {
    let upload = app.options.max_upload;
    cfg.app_data(
        web::JsonConfig::default()
            .limit(upload)
            .error_handler(|error, _| Problem::from(error).into()),
    )
    .app_data(web::PayloadConfig::new(upload))
    .app_data(
        web::FormConfig::default()
            .limit(SMALL)
            .error_handler(|error, _| Problem::from(error).into()),
    )
    .app_data(web::QueryConfig::default().error_handler(|error, _| Problem::from(error).into()))
    .app_data(web::PathConfig::default().error_handler(|error, _| Problem::from(error).into()))
    .service(
        web::scope(&app.options.prefix)
            // Addresses are tried in their order: those asked for all day come first.
            .configure(console::configure_first)
            .configure(assets::configure)
            .configure(health::configure)
            .configure(openapi::configure)
            .configure(api::configure)
            .configure(public::configure)
            .configure(sample::configure)
            .configure(console::configure)
            .default_service(web::to(nothing_here)),
    )
    .default_service(web::to(nothing_here));
}

/// Nothing, or something that is called otherwise.
async fn nothing_here(request: actix_web::HttpRequest, app: web::Data<App>) -> Answer {
    let methods = openapi::methods_of(app.options.inside(request.path()));
    if methods.is_empty() {
        return Err(Problem::new(Code::NotFound));
    }
    Err(Problem::because(
        Code::MethodNotAllowed,
        format!("this address takes {}", methods.join(", ")),
    ))
}
