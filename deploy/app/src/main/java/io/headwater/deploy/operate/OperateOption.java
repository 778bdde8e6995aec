package io.headwater.deploy.operate;

import io.headwater.deploy.process.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that speak to an operate port. */
final class OperateOption {
    static final String ROUTER = "http://localhost:8091";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = ROUTER,
            description = "Operate port of a router (default: ${DEFAULT-VALUE}); of standalone: http://localhost:8090.")
    private String url = ROUTER;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "What ops.token is there (default: HEADWATER_OPS_TOKEN, where others do not see it).")
    private Optional<String> token = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Trusts the authorities in this PEM file (default: those of the JDK), for an https URL.")
    private Optional<Path> authorities = Optional.empty();

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Shows the certificate in this PEM file, where ops.tls.clientAuthorities asks for one.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "Its private key, PEM.")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Waits this long for an answer (default: ${DEFAULT-VALUE}).")
    private int timeout = 60;

    @Option(names = "--json", description = "Prints the answer as JSON, for scripts.")
    private boolean json;

    OperateClient client(Surroundings surroundings) {
        String shown = token.orElseGet(() -> surroundings.environment().getOrDefault("HEADWATER_OPS_TOKEN", ""));
        return new OperateClient(url, shown, new ClientTls(authorities, certificate, key), timeout);
    }

    boolean json() {
        return json;
    }
}
