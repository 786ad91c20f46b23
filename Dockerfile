# Two stages: the first builds an environment, the second holds only what runs. Nothing is fetched
# when the container starts: the model and the fonts are inside.
FROM python:3.11-slim AS build
# Extras of the package; the Milvus client brings pandas (80 MB): --build-arg EXTRAS= leaves it out.
ARG EXTRAS="milvus"
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/policybot
# Before the source, so that a change of the source does not install everything again.
COPY pyproject.toml constraints.txt ./
COPY deploy/serving_requirements.py deploy/
RUN python deploy/serving_requirements.py pyproject.toml ${EXTRAS} > /tmp/serving.txt \
    && /opt/policybot/bin/pip install --constraint constraints.txt --requirement /tmp/serving.txt
COPY README.md LICENSE ./
COPY deploy/prepare_image.sh deploy/
COPY kpi_adapter kpi_adapter
COPY retrieval retrieval
COPY bot bot
RUN /opt/policybot/bin/pip install --no-deps . && deploy/prepare_image.sh /opt/policybot

FROM python:3.11-slim
# faiss needs the OpenMP runtime, the reader of scans GLib's; the slim image leaves them out.
RUN apt-get update && apt-get install -y --no-install-recommends libglib2.0-0 libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 policybot \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --no-create-home policybot \
    && install -d -o policybot -g policybot -m 0700 /data
COPY --from=build /opt/policybot /opt/policybot
COPY policy_docs /opt/policybot/policy_docs
# Whatever is written goes to /data or /tmp: the root file system may be read-only.
ENV PATH=/opt/policybot/bin:$PATH \
    BOT_DATA_DIR=/data \
    BOT_POLICY_DOCS=/opt/policybot/policy_docs \
    BOT_RETRIEVAL__MODEL_HOME=/opt/policybot \
    MPLCONFIGDIR=/tmp/matplotlib \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
# Not by urllib: it asks the proxy that Docker may hand to every container.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); exit(c.getresponse().status != 200)"]
ENTRYPOINT ["bot"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
