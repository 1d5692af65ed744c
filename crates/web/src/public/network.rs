//! Who somebody is for counting: an address, or the network that one subscriber has of the newer kind.

use crate::request::client_address;
use actix_web::HttpRequest;
use std::net::{IpAddr, Ipv6Addr};

/// An IPv4 address, or the first 64 bits of an IPv6 one: all addresses below them belong to one subscriber.
#[derive(Copy, Clone, Debug, Eq, Hash, PartialEq)]
pub struct Network(IpAddr);

impl Network {
    /// Of whoever asks.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        Self::from(client_address(request))
    }
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
            address => address,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_subscriber_is_one_network() {
        let network = |text: &str| Network::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }
}
