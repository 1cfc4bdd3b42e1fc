# The bot without the sandbox: `pacesetter serve` and what an operator needs beside it.
#
#   docker build -t pacesetter .
#   docker run --env-file .env --volume pacesetter:/var/lib/pacesetter --publish 3000:3000 pacesetter
#
# There is no container engine in the tests; they run the same build, the same health check and the program as an
# unprivileged user by hand (.ci/smoke).

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --locked --release --no-default-features --features pictures

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/pacesetter --shell /usr/sbin/nologin pacesetter \
    && install --directory --owner=10001 --group=10001 --mode=0750 /var/lib/pacesetter
COPY --from=build /src/target/release/pacesetter /usr/local/bin/
COPY LICENSE-APACHE LICENSE-MIT src/picture/fonts/OFL.txt /usr/share/doc/pacesetter/

# By number, so that a cluster can see that it is not root.
USER 10001
WORKDIR /var/lib/pacesetter
# The database is here, unless DATABASE_URL says postgres://…
VOLUME /var/lib/pacesetter
ENV DATABASE_URL=sqlite:///var/lib/pacesetter/pacesetter.db \
    PACESETTER_LISTEN=0.0.0.0:3000
EXPOSE 3000

# Bash itself opens the connection: no curl or wget need be in the image.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PACESETTER_LISTEN##*:} && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^alive' <&3"]

ENTRYPOINT ["pacesetter"]
CMD ["serve"]
