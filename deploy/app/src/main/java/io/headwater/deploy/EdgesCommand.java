package io.headwater.deploy;

import io.headwater.collector.ingest.SigningKey;
import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater edges}: what the list of collectors that clients ask for is signed with. */
@Command(
        name = "edges",
        description = {"Makes keys for the list of collectors that clients ask for (GET /v1/edges?key=…).", ""},
        customSynopsis = {"Usage: headwater edges new-key", ""},
        footer = {
            "",
            "Example:",
            "  umask 077 && headwater edges new-key > /etc/headwater/edges.jwk",
            "",
            "Name it in collector.yaml: edges: {signingKeys: [\"${file:edges.jwk}\"]}. The first key signs and all are",
            "published at /v1/edges/keys, so a new one is added second, moved to the front once clients have seen it, and the",
            "old one removed after edges.maxAge."
        })
final class EdgesCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine commandLine() {
        return new CommandLine(new EdgesCommand()).addSubcommand(new NewKey());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new ParameterException(spec.commandLine(), "say new-key");
    }

    /** {@code headwater edges new-key}. */
    @Command(
            name = "new-key",
            description = {"Prints a new Ed25519 key as a JSON Web Key, which is a secret.", ""},
            customSynopsis = {"Usage: headwater edges new-key", ""})
    static final class NewKey implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            Screen.of(spec.commandLine()).line(SigningKey.generate());
            return ExitCode.DONE;
        }
    }
}
