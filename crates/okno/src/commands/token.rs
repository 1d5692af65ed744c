//! `okno token`: access tokens of the API.

use crate::cli::{TokenCommand, Where};
use crate::failure::{End, Failure};
use crate::open::{self, How};
use desk::people::ApiToken;
use domain::time::{HOUR, NEVER};
use domain::{Actor, Moment, Permission};
use store::StoreError;

/// Most tokens of a list.
const MOST: i64 = 1_000;

pub fn run(command: TokenCommand) -> Result<End, Failure> {
    match command {
        TokenCommand::Add {
            name,
            scopes,
            days,
            at,
        } => add(&at, &name, &scopes, days),
        TokenCommand::List { at } => list(&at),
        TokenCommand::Revoke { id, at } => revoke(&at, &id),
    }
}

fn add(at: &Where, name: &str, scopes: &[String], days: Option<u32>) -> Result<End, Failure> {
    let config = super::settings(at)?;
    let scopes = scopes
        .iter()
        .map(|scope| parse(scope))
        .collect::<Result<Vec<_>, _>>()?;
    let new = super::block_on(async {
        let (_, desk) = open::both(&config, How::AS_IT_IS).await?;
        let expires = days.map(|days| desk.now().saturating_add(i64::from(days) * 24 * HOUR));
        Ok(desk.create_token(Actor::System, name, &scopes, expires).await?)
    })?;
    super::print(&format!(
        "{}\nThis is token {}, shown only now. Send it as `Authorization: Bearer …`.\n",
        new.secret.expose(),
        new.token.public_id
    ))
}

fn parse(scope: &str) -> Result<Permission, Failure> {
    Permission::parse(scope.trim()).map_err(|_unknown| {
        let known: Vec<&str> = Permission::ALL
            .iter()
            .map(|permission| permission.code())
            .collect();
        Failure::said(format!(
            "there is no scope {scope:?}; there are {}",
            known.join(", ")
        ))
    })
}

fn list(at: &Where) -> Result<End, Failure> {
    let config = super::settings(at)?;
    let (tokens, now) = super::block_on(async {
        let (store, desk) = open::both(&config, How::AS_IT_IS).await?;
        Ok((
            store.read::<_, StoreError, _>(|r| r.tokens(MOST)).await?,
            desk.now(),
        ))
    })?;
    let lines: Vec<String> = tokens.iter().map(|token| line(token, now)).collect();
    let none = "No tokens yet: make one with `okno token add`.\n".to_owned();
    super::print(&if lines.is_empty() { none } else { lines.concat() })
}

fn line(token: &ApiToken, now: Moment) -> String {
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.code()).collect();
    let state = if token.revoked_at != NEVER {
        "revoked".to_owned()
    } else if token.expires_at == NEVER {
        "does not expire".to_owned()
    } else if token.expires_at <= now {
        format!("expired {}", token.expires_at)
    } else {
        format!("until {}", token.expires_at)
    };
    format!(
        "{}  {}  {}  {state}\n",
        token.public_id,
        token.name,
        scopes.join(",")
    )
}

fn revoke(at: &Where, id: &str) -> Result<End, Failure> {
    let config = super::settings(at)?;
    super::block_on(async {
        let (_, desk) = open::both(&config, How::AS_IT_IS).await?;
        Ok(desk.revoke_token(Actor::System, id).await?)
    })?;
    super::print(&format!("Token {id} is good for nothing any more.\n"))
}
