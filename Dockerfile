# syntax=docker/dockerfile:1
# Okno in a small image: one binary, libc and libssl, an ordinary user.
#
#   docker build -t okno .
#   docker run -p 8080:8080 -p 2525:2525 -v okno:/var/lib/okno okno

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY scripts/setup scripts/setup
COPY Cargo.toml ./
RUN scripts/setup build && rm -rf /var/lib/apt/lists/*
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked -p okno && cp target/release/okno /okno

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libssl3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/okno --create-home --shell /usr/sbin/nologin okno
COPY --from=build /okno /usr/local/bin/okno
USER okno
WORKDIR /var/lib/okno
VOLUME /var/lib/okno
ENV OKNO__DATABASE__URL=/var/lib/okno/okno.db \
    OKNO__HTTP__LISTEN=0.0.0.0:8080 \
    OKNO__MAIL__LISTEN=0.0.0.0:2525
EXPOSE 8080 2525
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD \
    ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["okno"]
CMD ["serve"]
