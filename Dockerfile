# syntax=docker/dockerfile:1
# Pressrun in a container: `docker build -t pressrun .`, then, in a publication’s folder,
# `docker run --rm --network none -v "$PWD:/work" -u "$(id -u):$(id -g)" pressrun`.

FROM python:3.13-slim-trixie AS installed
RUN pip install --no-cache-dir "uv>=0.9,<1"
WORKDIR /src
# What takes long and seldom changes comes first.
COPY pyproject.toml uv.lock ./
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=/opt/pressrun UV_PYTHON_DOWNLOADS=never
RUN uv sync --locked --no-default-groups --no-install-project
COPY README.md LICENSE ./
COPY pressrun pressrun
COPY styles styles
COPY templates templates
RUN uv sync --locked --no-default-groups --no-editable

FROM python:3.13-slim-trixie
# Pango sets the type; the fonts draw what no locked package does; git tells when a text was changed.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fontconfig fonts-noto-cjk fonts-noto-color-emoji fonts-noto-core git \
        libharfbuzz-subset0 libharfbuzz0b libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 press
COPY --from=installed /opt/pressrun /opt/pressrun
ENV HOME=/home/press LANG=C.UTF-8 PATH=/opt/pressrun/bin:$PATH
# The faces are cut once, here, and what Python compiles is kept; the image that cannot build is none.
RUN pressrun new /tmp/first && cd /tmp/first && pressrun && pressrun clean && rm -rf /tmp/first \
    && chown -R press: /home/press
USER press
WORKDIR /work
ENTRYPOINT ["pressrun"]
