# Each line is a command a person could type. ARGS goes through to the command, as in
#   make run ARGS="--http 127.0.0.1:9000"      make test ARGS="-p store"

ASSETS := crates/web/assets

.PHONY: run test browser bench lint fmt assets

run:
	scripts/setup build
	cargo run --release --locked -p okno -- demo $(ARGS)

test:
	scripts/setup test
	scripts/test $(ARGS)

# Stories told by a real browser; `OKNO_BROWSER=1 make test` counts them with the rest.
browser:
	scripts/setup test
	scripts/browser-tests $(ARGS)

bench:
	scripts/setup test
	OKNO_PG_DURABLE=1 scripts/with-postgres scripts/bench $(ARGS)

# The bench once more by itself: in the workspace it is built with features that only others ask for.
lint:
	scripts/setup lint
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo check --locked -p bench
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked
	cargo test -p tests --test house --locked
	cargo machete

fmt:
	cargo fmt --all

# Cargo does this by itself when the sources changed; here to look at the bundle alone.
assets:
	scripts/setup build
	npm --prefix $(ASSETS) ci
	npm --prefix $(ASSETS) run build
