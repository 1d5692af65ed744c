//! A line to the database that can be cut.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Shared {
    down: AtomicBool,
    lines: Mutex<Vec<TcpStream>>,
}

/// A running proxy; ends with the test's process.
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

impl Proxy {
    pub fn start(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if own.down.load(Ordering::SeqCst) {
                    continue; // accepted and dropped: as a server that is gone behind a load balancer
                }
                let Ok(server) = TcpStream::connect(&server) else {
                    continue;
                };
                let mut lines = own.lines.lock().unwrap();
                lines.extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
                pump(client.try_clone().unwrap(), server.try_clone().unwrap());
                pump(server, client);
            }
        });
        Self { port, shared }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Cuts every line and accepts none.
    pub fn down(&self) {
        self.shared.down.store(true, Ordering::SeqCst);
        for line in self.shared.lines.lock().unwrap().drain(..) {
            // Already closed by its owner: just as well.
            drop(line.shutdown(Shutdown::Both));
        }
    }

    /// Lets lines through again.
    pub fn up(&self) {
        self.shared.down.store(false, Ordering::SeqCst);
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream) {
    std::thread::spawn(move || {
        let mut bytes = [0; 16 * 1024];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        drop(to.shutdown(Shutdown::Both));
    });
}
