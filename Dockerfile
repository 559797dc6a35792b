# Helpdesk Bridge as a container: docs/deploying.md.
# The base images are pinned to the versions of global.json: raise both together.
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
ARG TARGETARCH
WORKDIR /source

# The packages have a layer of their own, which is reused until a project or its lock file changes.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY .config/ .config/
COPY src/Directory.Build.props src/
COPY src/HelpdeskBridge.Core/HelpdeskBridge.Core.csproj src/HelpdeskBridge.Core/packages.lock.json src/HelpdeskBridge.Core/
COPY src/HelpdeskBridge.Zendesk/HelpdeskBridge.Zendesk.csproj src/HelpdeskBridge.Zendesk/packages.lock.json src/HelpdeskBridge.Zendesk/
COPY src/HelpdeskBridge.RequestTracker/HelpdeskBridge.RequestTracker.csproj src/HelpdeskBridge.RequestTracker/packages.lock.json src/HelpdeskBridge.RequestTracker/
COPY src/HelpdeskBridge/HelpdeskBridge.csproj src/HelpdeskBridge/packages.lock.json src/HelpdeskBridge/
RUN dotnet restore src/HelpdeskBridge --arch "${TARGETARCH:-amd64}" --locked-mode -p:PublishReadyToRun=true

COPY src/ src/
RUN dotnet publish src/HelpdeskBridge --no-restore --arch "${TARGETARCH:-amd64}" --self-contained false -p:PublishReadyToRun=true -o /app \
    && mkdir /data

# No shell and no package manager. "extra" brings the time zones that Channels:{channel}:TimeZone names.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble-chiseled-extra
COPY --from=build /app /app/
# The image's own user without rights. A new volume takes over this owner.
COPY --from=build --chown=1654:1654 /data /data

# Diagnostics would need a writable /tmp, which a read-only root file system does not have.
ENV ASPNETCORE_URLS=http://+:5085 \
    ASPNETCORE_HTTP_PORTS="" \
    DOTNET_EnableDiagnostics=0 \
    ASPNETCORE_CONTENTROOT=/app \
    Storage__ConnectionString="Data Source=/data/bridge.db"

# With PostgreSQL, working files are below the working folder, and /app can't be written.
WORKDIR /data
USER 1654:1654
VOLUME /data
EXPOSE 5085
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m --retries=3 CMD ["dotnet", "/app/HelpdeskBridge.dll", "health"]
ENTRYPOINT ["dotnet", "/app/HelpdeskBridge.dll"]
