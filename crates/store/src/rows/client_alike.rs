//! Who may be the same person as a client: a fixed number of statements, each by an index and bounded.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::read_sql::Sql;
use crate::schema::client;
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use domain::client::Evidence;
use domain::{ClientId, HandleKind};
use std::collections::{BTreeMap, BTreeSet};

/// Records found by one kind of evidence: namesakes may be many.
const MOST: i64 = 50;

/// Another record, and what it has in common with the client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Alike {
    pub id: ClientId,
    pub public_id: String,
    pub name: String,
    pub evidence: Vec<Evidence>,
}

/// An address that two have in common.
#[derive(QueryableByName)]
struct Common {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    value: String,
    #[diesel(sql_type = Text)]
    verified: String,
}

impl Common {
    fn evidence(self) -> Result<(i64, Evidence), StoreError> {
        let (address, value) = (HandleKind::parse(&self.kind)?, self.value);
        let evidence = match self.verified.as_str() {
            "" => Evidence::BothNamed { address, value },
            verified => Evidence::Named {
                address,
                value,
                verified: matches!(verified, "received" | "proved"),
            },
        };
        Ok((self.id, evidence))
    }
}

impl Reader<'_> {
    /// Records with something in common with a client, without those that somebody told apart.
    ///
    /// # Errors
    /// The store's own.
    pub fn clients_alike(
        &mut self,
        id: ClientId,
        name_key: &str,
        company: &str,
    ) -> Result<Vec<Alike>, StoreError> {
        let mut found: BTreeMap<i64, Vec<Evidence>> = BTreeMap::new();
        for sql in [theirs(id), ours(id), both(id)] {
            let rows: Vec<Common> = sql.load(self.conn)?;
            for row in rows {
                let (other, evidence) = row.evidence()?;
                let known = found.entry(other).or_default();
                if !known.contains(&evidence) {
                    known.push(evidence);
                }
            }
        }
        if !name_key.is_empty() {
            let namesakes: Vec<(i64, String)> = on_each!(&mut *self.conn, |c| client::table
                .filter(client::name_key.eq(name_key))
                .filter(client::merged_into.is_null())
                .filter(client::id.ne(id.0))
                .order(client::id.desc())
                .limit(MOST)
                .select((client::id, client::company))
                .load(c))?;
            for (other, theirs) in namesakes {
                let known = found.entry(other).or_default();
                known.push(Evidence::SameName);
                if !company.is_empty() && theirs == company {
                    known.push(Evidence::SameCompany { company: theirs });
                }
            }
        }
        self.named_alike(id, found)
    }

    fn named_alike(
        &mut self,
        id: ClientId,
        found: BTreeMap<i64, Vec<Evidence>>,
    ) -> Result<Vec<Alike>, StoreError> {
        let apart = self.told_apart(id)?;
        let ids: Vec<i64> = found
            .keys()
            .copied()
            .filter(|other| !apart.contains(other))
            .collect();
        let rows: Vec<(i64, String, String)> = on_each!(&mut *self.conn, |c| client::table
            .filter(client::id.eq_any(&ids))
            .filter(client::merged_into.is_null())
            .select((client::id, client::public_id, client::name))
            .load(c))?;
        Ok(rows
            .into_iter()
            .map(|(id, public_id, name)| Alike {
                id: ClientId(id),
                public_id,
                name,
                evidence: found.get(&id).cloned().unwrap_or_default(),
            })
            .collect())
    }

    fn told_apart(&mut self, id: ClientId) -> Result<BTreeSet<i64>, StoreError> {
        #[derive(QueryableByName)]
        struct Pair {
            #[diesel(sql_type = BigInt)]
            other: i64,
        }
        let mut sql = Sql::new("SELECT high_id AS other FROM client_distinct WHERE low_id = ");
        sql.int(id.0)
            .push(" UNION SELECT low_id AS other FROM client_distinct WHERE high_id = ")
            .int(id.0);
        let rows: Vec<Pair> = sql.load(self.conn)?;
        Ok(rows.into_iter().map(|row| row.other).collect())
    }
}

/// The client named an address that is another's.
fn theirs(id: ClientId) -> Sql {
    let mut sql = Sql::new(
        "SELECT identity.client_id AS id, identity.kind AS kind, identity.value AS value, \
         identity.verified AS verified FROM client_claim JOIN identity ON identity.kind = client_claim.kind \
         AND identity.value = client_claim.value WHERE identity.client_id <> client_claim.client_id \
         AND client_claim.client_id = ",
    );
    sql.int(id.0).push(" ORDER BY identity.id LIMIT ").int(MOST);
    sql
}

/// Another named an address that is the client's.
fn ours(id: ClientId) -> Sql {
    let mut sql = Sql::new(
        "SELECT client_claim.client_id AS id, identity.kind AS kind, identity.value AS value, \
         identity.verified AS verified FROM identity JOIN client_claim ON identity.kind = client_claim.kind \
         AND identity.value = client_claim.value WHERE identity.client_id <> client_claim.client_id \
         AND identity.client_id = ",
    );
    sql.int(id.0).push(" ORDER BY client_claim.id LIMIT ").int(MOST);
    sql
}

/// Both named the same address.
fn both(id: ClientId) -> Sql {
    let mut sql = Sql::new(
        "SELECT other.client_id AS id, other.kind AS kind, other.value AS value, '' AS verified \
         FROM client_claim JOIN client_claim AS other ON other.kind = client_claim.kind \
         AND other.value = client_claim.value WHERE other.client_id <> client_claim.client_id \
         AND client_claim.client_id = ",
    );
    sql.int(id.0).push(" ORDER BY other.id LIMIT ").int(MOST);
    sql
}
