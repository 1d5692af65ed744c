//! The line to a vendor's Bot API: address and token of one bot. The token is told to nobody: it is in no error and no log.

use crate::vendor::Trouble;
use channel::OutboundFile;
use channel::http::{Answered, Ask, AskError, Http};
use hyper::Method;
use serde_json::Value;
use std::time::Duration;

/// An ordinary call.
const CALL: Duration = Duration::from_secs(20);
/// With a file.
const FILE: Duration = Duration::from_secs(90);
/// Bytes of an answer without a file.
const ANSWER: usize = 4 << 20;

/// The line of one bot.
pub struct Line {
    http: Http,
    /// Without a slash at the end.
    pub(crate) api: String,
    pub(crate) token: String,
    /// How long a call for updates may hang.
    pub(crate) hang: Duration,
}

impl Line {
    pub(crate) fn new(http: Http, api: &str, token: String, hang: Duration) -> Self {
        Self {
            http,
            api: api.trim_end_matches('/').to_owned(),
            token,
            hang,
        }
    }

    /// Posts JSON.
    pub(crate) async fn post(
        &self,
        url: String,
        headers: Vec<(&'static str, String)>,
        body: &Value,
    ) -> Result<Answered, Trouble> {
        let mut headers = headers;
        headers.push(("content-type", "application/json".to_owned()));
        let body = body.to_string().into_bytes();
        self.ask(Method::POST, url, headers, body, CALL, ANSWER).await
    }

    /// Posts JSON to what answers only when there is news.
    pub(crate) async fn post_hanging(&self, url: String, body: &Value) -> Result<Answered, Trouble> {
        let headers = vec![("content-type", "application/json".to_owned())];
        let body = body.to_string().into_bytes();
        self.ask(Method::POST, url, headers, body, CALL + self.hang, ANSWER)
            .await
    }

    /// Gets, and waits `hang` longer than usual.
    pub(crate) async fn get(
        &self,
        url: String,
        headers: Vec<(&'static str, String)>,
        hang: Duration,
    ) -> Result<Answered, Trouble> {
        self.ask(Method::GET, url, headers, Vec::new(), CALL + hang, ANSWER)
            .await
    }

    /// Gets a file of at most so many bytes.
    pub(crate) async fn file(&self, url: String, most: usize) -> Result<Vec<u8>, Trouble> {
        let answer = self
            .ask(Method::GET, url, Vec::new(), Vec::new(), FILE, most)
            .await?;
        match answer.status {
            200 => Ok(answer.body),
            404 | 410 => Err(Trouble::Never {
                status: "gone",
                reason: "the file is there no more".to_owned(),
            }),
            status => Err(Trouble::Later {
                reason: format!("the file is not given at the moment ({status})"),
                after: answer.retry_after,
            }),
        }
    }

    /// Posts a file with fields as a form.
    pub(crate) async fn form(
        &self,
        url: String,
        headers: Vec<(&'static str, String)>,
        fields: &[(&str, &str)],
        name: &str,
        file: &OutboundFile,
    ) -> Result<Answered, Trouble> {
        let edge = format!("okno{}", domain::id::secret(24));
        let mut body = Vec::with_capacity(file.bytes.len() + 1024);
        for (field, value) in fields {
            let part =
                format!("--{edge}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let quoted: String = file
            .name
            .chars()
            .filter(|c| !c.is_control())
            .map(|c| if c == '"' || c == '\\' { '_' } else { c })
            .collect();
        let media_type: String = file.media_type.chars().filter(|c| !c.is_control()).collect();
        let part = format!(
            "--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{quoted}\"\r\nContent-Type: {media_type}\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(&file.bytes);
        body.extend_from_slice(format!("\r\n--{edge}--\r\n").as_bytes());
        let mut headers = headers;
        headers.push(("content-type", format!("multipart/form-data; boundary={edge}")));
        self.ask(Method::POST, url, headers, body, FILE, ANSWER).await
    }

    async fn ask(
        &self,
        method: Method,
        url: String,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
        within: Duration,
        most: usize,
    ) -> Result<Answered, Trouble> {
        let ask = Ask {
            method,
            url,
            headers,
            body,
            within,
            most,
        };
        self.http.ask(ask).await.map_err(|error| match error {
            AskError::Away(..) => Trouble::Later {
                reason: error.to_string(),
                after: None,
            },
            AskError::Broken(..) => Trouble::Unknown {
                reason: error.to_string(),
            },
            AskError::TooLarge(_) => Trouble::Never {
                status: "too_large",
                reason: error.to_string(),
            },
            AskError::Address(_) => Trouble::SetUp {
                reason: error.to_string(),
            },
        })
    }
}

/// What an answer says, as JSON.
pub fn json(answer: &Answered) -> Result<Value, Trouble> {
    serde_json::from_slice(&answer.body).map_err(|_| Trouble::Later {
        reason: format!("the vendor's answer ({}) is no JSON", answer.status),
        after: answer.retry_after,
    })
}
