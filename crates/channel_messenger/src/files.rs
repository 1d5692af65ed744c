//! Files of messages, fetched when the message is kept: a call of their own, which may fail for hours and succeed then.

use crate::door::Bot;
use crate::vendor::{File, Trouble};
use async_trait::async_trait;
use channel::{Files, NotHad};
use domain::entry::FileLoss;

/// Hands over what clients sent to a bot.
pub struct BotFiles {
    bot: Bot,
}

impl BotFiles {
    pub(crate) fn new(bot: Bot) -> Self {
        Self { bot }
    }
}

#[async_trait]
impl Files for BotFiles {
    async fn hand_over(&self, by: &str) -> Result<Vec<u8>, NotHad> {
        let file = File {
            id: by.to_owned(),
            ..File::default()
        };
        self.bot
            .vendor
            .fetch(&self.bot.line, &file)
            .await
            .map_err(not_had)
    }
}

fn not_had(trouble: Trouble) -> NotHad {
    match trouble {
        Trouble::Later { reason, after } => NotHad::Later {
            reason,
            retry_after: after,
        },
        // Somebody mends the set-up, and asking again does no harm.
        Trouble::SetUp { reason } | Trouble::Unknown { reason } => NotHad::Later {
            reason,
            retry_after: None,
        },
        Trouble::Never { status, reason } => NotHad::Never {
            loss: if status == "too_large" {
                FileLoss::TooLarge
            } else {
                FileLoss::Gone
            },
            reason,
        },
    }
}
