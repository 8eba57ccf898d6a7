# The command line with git, for CI systems other than GitHub Actions: mount the repository on /work.
# A release pins the base by digest: --build-arg BASE=python:3.13-slim@sha256:…
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
COPY requirements/runtime.txt /build/
RUN python3 -m venv /build/pip \
 && python3 -m venv --without-pip /opt/dataplan-sync \
 && /build/pip/bin/pip --python /opt/dataplan-sync/bin/python install --no-cache-dir --disable-pip-version-check \
      --require-hashes --only-binary :all: --no-deps --no-compile --requirement /build/runtime.txt
COPY dataplan_sync /opt/dataplan-sync/app/dataplan_sync
# Isolated (-I): nothing is imported from the mounted repository, whatever PYTHONPATH says.
RUN printf '%s\n' '#!/opt/dataplan-sync/bin/python -I' 'from dataplan_sync.__main__ import main' 'main()' \
      > /opt/dataplan-sync/bin/dataplan-sync \
 && chmod 755 /opt/dataplan-sync/bin/dataplan-sync \
 && echo /opt/dataplan-sync/app \
      > "$(/opt/dataplan-sync/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/dataplan-sync.pth" \
 && /opt/dataplan-sync/bin/python -m compileall -q /opt/dataplan-sync

FROM ${BASE}
# A version of git that is pinned here would be gone from the mirror with the next security update.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git \
 && rm -rf /var/lib/apt/lists/* \
      /usr/local/bin/pip* /usr/local/lib/python3*/ensurepip /usr/local/lib/python3*/site-packages/pip* \
 && useradd --uid 10001 --no-log-init --create-home --shell /usr/sbin/nologin dataplan-sync
COPY LICENSE /usr/share/doc/dataplan-sync/
COPY --from=build /opt/dataplan-sync /opt/dataplan-sync
# The mounted repository belongs to another user, which git refuses to read without this.
ENV PATH=/opt/dataplan-sync/bin:$PATH \
    GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=*
USER 10001:10001
WORKDIR /work
ENTRYPOINT ["dataplan-sync"]
CMD ["--help"]
