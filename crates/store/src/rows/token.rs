//! Access tokens of the API. Only their hashes are stored.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::api_token;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::time::NEVER;
use domain::{Moment, Permission, TokenId};

/// An access token, without its secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ApiToken {
    pub id: TokenId,
    pub public_id: String,
    pub name: String,
    pub scopes: Vec<Permission>,
    pub created_at: Moment,
    /// `NEVER` when it does not expire.
    pub expires_at: Moment,
    /// `NEVER` while it is good.
    pub revoked_at: Moment,
}

/// The columns of [`ApiToken`].
type Row = (i64, String, String, String, i64, i64, i64);

const COLUMNS: (
    api_token::id,
    api_token::public_id,
    api_token::name,
    api_token::scopes,
    api_token::created_at,
    api_token::expires_at,
    api_token::revoked_at,
) = (
    api_token::id,
    api_token::public_id,
    api_token::name,
    api_token::scopes,
    api_token::created_at,
    api_token::expires_at,
    api_token::revoked_at,
);

fn token(
    (id, public_id, name, scopes, created_at, expires_at, revoked_at): Row,
) -> Result<ApiToken, StoreError> {
    Ok(ApiToken {
        id: TokenId(id),
        public_id,
        name,
        scopes: scopes
            .split_whitespace()
            .map(Permission::parse)
            .collect::<Result<_, _>>()?,
        created_at: Moment::from_micros(created_at),
        expires_at: Moment::from_micros(expires_at),
        revoked_at: Moment::from_micros(revoked_at),
    })
}

impl Reader<'_> {
    /// The token of a hash, unless it has expired or was revoked. One statement.
    ///
    /// # Errors
    /// The store's own.
    pub fn token(&mut self, token_hash: &str, now: Moment) -> Result<Option<ApiToken>, StoreError> {
        let found: Option<Row> = on_each!(&mut *self.conn, |c| api_token::table
            .filter(api_token::token_hash.eq(token_hash))
            .filter(api_token::expires_at.gt(now.as_micros()))
            .filter(api_token::revoked_at.gt(now.as_micros()))
            .select(COLUMNS)
            .first(c)
            .optional())?;
        found.map(token).transpose()
    }

    /// Every token there ever was, the newest first, at most `limit`.
    ///
    /// # Errors
    /// The store's own.
    pub fn tokens(&mut self, limit: i64) -> Result<Vec<ApiToken>, StoreError> {
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| api_token::table
            .order(api_token::id.desc())
            .limit(limit)
            .select(COLUMNS)
            .load(c))?;
        rows.into_iter().map(token).collect()
    }
}

impl Tx<'_> {
    /// What a token that is good now may do; nothing when it is not.
    ///
    /// # Errors
    /// The store's own.
    pub fn scopes_of(&mut self, id: TokenId) -> Result<Vec<Permission>, StoreError> {
        let now = self.now.as_micros();
        let found: Option<Row> = on_each!(&mut *self.conn, |c| api_token::table
            .find(id.0)
            .filter(api_token::expires_at.gt(now))
            .filter(api_token::revoked_at.gt(now))
            .select(COLUMNS)
            .first(c)
            .optional())?;
        Ok(found
            .map(token)
            .transpose()?
            .map(|token| token.scopes)
            .unwrap_or_default())
    }

    /// Adds a token.
    ///
    /// # Errors
    /// The store's own.
    pub fn add_token(&mut self, new: &ApiToken, token_hash: &str) -> Result<(), StoreError> {
        let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.code()).collect();
        on_each!(&mut *self.conn, |c| diesel::insert_into(api_token::table)
            .values((
                api_token::id.eq(new.id.0),
                api_token::public_id.eq(&new.public_id),
                api_token::token_hash.eq(token_hash),
                api_token::name.eq(&new.name),
                api_token::scopes.eq(scopes.join(" ")),
                api_token::created_at.eq(new.created_at.as_micros()),
                api_token::expires_at.eq(new.expires_at.as_micros()),
                api_token::revoked_at.eq(new.revoked_at.as_micros()),
            ))
            .execute(c))?;
        Ok(())
    }

    /// Ends a token; says its name, or nothing when there is no such token that is still good.
    ///
    /// # Errors
    /// The store's own.
    pub fn revoke_token(&mut self, public_id: &str) -> Result<Option<String>, StoreError> {
        let now = self.now.as_micros();
        Ok(on_each!(&mut *self.conn, |c| diesel::update(
            api_token::table
                .filter(api_token::public_id.eq(public_id))
                .filter(api_token::revoked_at.eq(NEVER.as_micros()))
        )
        .set(api_token::revoked_at.eq(now))
        .returning(api_token::name)
        .get_result(c)
        .optional())?)
    }
}
