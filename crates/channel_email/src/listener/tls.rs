//! Certificate and key of the mail port, with `ring` as the one crypto provider.

use super::config::Tls;
use channel::SourceError;
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// Reads both files and makes an acceptor.
pub(super) fn acceptor(tls: &Tls) -> Result<TlsAcceptor, SourceError> {
    let refused = |what: &str, path: &std::path::Path, error: &dyn std::fmt::Display| SourceError {
        reason: format!(
            "TLS for mail: cannot use the {what} in {}: {error}",
            path.display()
        ),
    };
    let bad_certificate = |error: &dyn std::fmt::Display| refused("certificate", &tls.certificate, error);
    let chain = CertificateDer::pem_file_iter(&tls.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| bad_certificate(&error))?;
    if chain.is_empty() {
        return Err(bad_certificate(&"the file holds none"));
    }
    let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(|error| refused("key", &tls.key, &error))?;
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| bad_certificate(&error))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
