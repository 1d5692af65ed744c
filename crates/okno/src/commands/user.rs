//! `okno user`: people who work at the desk.

use crate::cli::{RoleArg, UserCommand, Where};
use crate::failure::{End, Failure};
use crate::open::{self, How};
use desk::Desk;
use desk::people::NewOperator;
use domain::{Actor, Role, TeamId};
use std::io::BufRead as _;
use store::StoreError;

/// Characters of a password we make: 5 random bits each.
const MADE: usize = 16;

pub fn run(command: UserCommand) -> Result<End, Failure> {
    match command {
        UserCommand::Add {
            login,
            name,
            role,
            team,
            lang,
            zone,
            password_stdin,
            at,
        } => {
            let person = Person {
                login,
                name,
                role,
                team,
                lang,
                zone,
            };
            with_password(&at, password_stdin, async |desk, password| {
                let login = add(desk, person, password).await?;
                Ok(format!("Added {login}."))
            })
        }
        UserCommand::Password {
            login,
            password_stdin,
            at,
        } => with_password(&at, password_stdin, async |desk, password| {
            desk.set_password(Actor::System, &login, &password).await?;
            Ok(format!(
                "{login} has a new password and is logged out everywhere."
            ))
        }),
        UserCommand::List { at } => list(&at),
    }
}

struct Person {
    login: String,
    name: String,
    role: RoleArg,
    team: Vec<String>,
    lang: Option<String>,
    zone: Option<String>,
}

/// Does something with a password that was given, or one that is made and told.
fn with_password<F>(at: &Where, given: bool, act: F) -> Result<End, Failure>
where
    F: AsyncFnOnce(&Desk, String) -> Result<String, Failure>,
{
    let config = super::settings(at)?;
    let password = if given {
        read_password()?
    } else {
        domain::id::secret(MADE)
    };
    let done = super::block_on(async {
        let (_, desk) = open::both(&config, How::AS_IT_IS).await?;
        act(&desk, password.clone()).await
    })?;
    let told = if given {
        String::new()
    } else {
        format!("Password, shown only now: {password}\n")
    };
    super::print(&format!("{done}\n{told}"))
}

fn read_password() -> Result<String, Failure> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.map_err(|error| {
        Failure::said(format!(
            "the password cannot be read from standard input: {error}"
        ))
    })?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() {
        return Err(Failure::said(
            "standard input holds no password; write it on the first line",
        ));
    }
    Ok(password)
}

async fn add(desk: &Desk, person: Person, password: String) -> Result<String, Failure> {
    // A new database has no set-up yet, and people join teams of one.
    desk.ensure_setup().await?;
    let setup = desk.setup();
    let mut teams: Vec<TeamId> = Vec::new();
    for name in &person.team {
        let team = setup
            .teams
            .iter()
            .find(|team| team.name == *name)
            .ok_or_else(|| {
                let known: Vec<&str> = setup.teams.iter().map(|team| team.name.as_str()).collect();
                Failure::said(format!(
                    "there is no team “{name}”; the desk has {}",
                    known.join(", ")
                ))
            })?;
        teams.push(team.id);
    }
    let own = setup.brands.first().map(|brand| brand.lang.clone());
    let new = NewOperator {
        login: person.login,
        name: person.name,
        role: role(person.role),
        password: Some(password),
        lang: person.lang.or(own).unwrap_or_else(|| "en".to_owned()),
        zone: person.zone.unwrap_or_else(|| setup.zone.clone()),
        teams,
    };
    Ok(desk.add_operator(Actor::System, new).await?.login)
}

fn role(role: RoleArg) -> Role {
    match role {
        RoleArg::Operator => Role::Operator,
        RoleArg::Supervisor => Role::Supervisor,
        RoleArg::Administrator => Role::Administrator,
    }
}

fn list(at: &Where) -> Result<End, Failure> {
    let config = super::settings(at)?;
    let people = super::block_on(async {
        let (store, _) = open::both(&config, How::AS_IT_IS).await?;
        Ok(store.read::<_, StoreError, _>(|r| r.operators()).await?)
    })?;
    let mut text = String::new();
    for person in people {
        let state = if person.active { "" } else { ", deactivated" };
        text.push_str(&format!(
            "{}  {}, {}{state}\n",
            person.login, person.name, person.role
        ));
    }
    if text.is_empty() {
        text.push_str("Nobody yet: add somebody with `okno user add`.\n");
    }
    super::print(&text)
}
