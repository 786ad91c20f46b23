# Two stages: the first builds a virtual environment, the second holds only what runs.
FROM python:3.11-slim AS build
# On a machine without a GPU give PyTorch's CPU index, or several GB of CUDA libraries come along:
# docker build --build-arg PIP_EXTRA_INDEX_URL=...
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_EXTRA_INDEX_URL=${PIP_EXTRA_INDEX_URL} PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY pyproject.toml constraints.txt README.md ./
COPY bot bot
COPY retrieval retrieval
COPY kpi_adapter kpi_adapter
RUN python -m venv /opt/policybot \
    && /opt/policybot/bin/pip install --constraint constraints.txt .

FROM python:3.11-slim
# faiss and torch need the OpenMP runtime, the reader of scans OpenGL's and GLib's libraries; the
# slim image leaves them out.
RUN apt-get update && apt-get install -y --no-install-recommends libgl1 libglib2.0-0 libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data policybot \
    && install -d -o policybot /data
COPY --from=build /opt/policybot /opt/policybot
COPY policy_docs /opt/policybot/policy_docs
ENV PATH=/opt/policybot/bin:$PATH \
    BOT_DATA_DIR=/data \
    BOT_POLICY_DOCS=/opt/policybot/policy_docs \
    PYTHONUNBUFFERED=1
USER policybot
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["bot"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
