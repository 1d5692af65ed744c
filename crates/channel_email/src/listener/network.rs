//! A network of addresses, written `192.0.2.0/24`, or one address by itself. Knows nothing of what it is for.

use std::net::IpAddr;
use std::str::FromStr;

/// Addresses that begin alike.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Network {
    first: IpAddr,
    /// How many bits are the same.
    bits: u32,
}

/// No network.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("write an address, \"192.0.2.1\", or a network, \"192.0.2.0/24\"")]
pub struct NoNetwork;

impl Network {
    /// Whether an address lies in it. An IPv4 address that a socket of both kinds shows as IPv6 is itself.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        let shift = |width: u32| width - self.bits;
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(other)) => {
                let differs = first.to_bits() ^ other.to_bits();
                differs.checked_shr(shift(u32::BITS)).unwrap_or_default() == 0
            }
            (IpAddr::V6(first), IpAddr::V6(other)) => {
                let differs = first.to_bits() ^ other.to_bits();
                differs.checked_shr(shift(u128::BITS)).unwrap_or_default() == 0
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().map_err(|_| NoNetwork)?)),
            None => (text.trim(), None),
        };
        let first: IpAddr = address.parse().map_err(|_| NoNetwork)?;
        let width = if first.is_ipv4() { u32::BITS } else { u128::BITS };
        let bits = bits.unwrap_or(width);
        (bits <= width).then_some(Self { first, bits }).ok_or(NoNetwork)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_what_begins_like_it() {
        let holds = |network: &str, address: &str| {
            network
                .parse::<Network>()
                .unwrap()
                .holds(address.parse().unwrap())
        };
        assert!(holds("192.0.2.1", "192.0.2.1") && holds("192.0.2.1", "::ffff:192.0.2.1"));
        assert!(!holds("192.0.2.1", "192.0.2.2"));
        assert!(holds("192.0.2.0/24", "192.0.2.255") && !holds("192.0.2.0/24", "192.0.3.0"));
        assert!(holds("0.0.0.0/0", "203.0.113.9") && !holds("0.0.0.0/0", "2001:db8::1"));
        assert!(
            holds("::/0", "2001:db8::1") && holds("2001:db8::/32", "2001:db8:ff::1") && !holds("::1", "::2")
        );
        for odd in [
            "",
            "mx.desk.example",
            "192.0.2.1/33",
            "192.0.2.1/-1",
            "192.0.2/24",
            "::/129",
        ] {
            assert_eq!(odd.parse::<Network>(), Err(NoNetwork), "{odd}");
        }
    }
}
