package io.headwater.deploy.testkit.inject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The JDK's keytool, which makes keys and certificates in a PKCS12 store. */
final class Keytool {
    static final String PASSWORD = "changeit";

    private Keytool() {}

    /** Adds a key pair, and a certificate for it, to a store that is made where it is missing. */
    static void generate(Path store, String alias, String distinguishedName, List<String> more) {
        List<String> arguments = new ArrayList<>(Arrays.asList(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                distinguishedName,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        arguments.addAll(more);
        Shell.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                arguments.toArray(String[]::new));
    }
}
