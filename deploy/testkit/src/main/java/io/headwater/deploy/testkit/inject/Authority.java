package io.headwater.deploy.testkit.inject;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of a test's own, made with the JDK's keytool; everything it gives is in PEM files. */
public final class Authority {
    private static final String PASSWORD = Keytool.PASSWORD;
    private static final String DAYS = "10";
    private static final String ALIAS = "authority";

    private final Path folder;
    private final Path keys;
    private final Path certificate;
    private int issued;

    /** A certificate for a server of this machine or a client, and its key. */
    public record Issued(Path certificate, Path key, String alias) {}

    private Authority(Path folder, Path keys, Path certificate) {
        this.folder = folder;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A new one, all of whose files are in {@code folder}. */
    public static Authority in(Path folder) {
        try {
            Files.createDirectories(folder);
            Path keys = folder.resolve("keys.p12");
            Keytool.generate(keys, ALIAS, "CN=authority", List.of("-ext", "bc:c", "-validity", DAYS));
            Path certificate = folder.resolve("authority.pem");
            Files.writeString(certificate, pem(store(keys).getCertificate(ALIAS)));
            return new Authority(folder, keys, certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its own certificate, to be trusted. */
    public Path certificate() {
        return certificate;
    }

    /** How a client connects that trusts it, and shows nothing. */
    public SSLContext client() {
        return client(new KeyManager[0]);
    }

    /** How a client connects that trusts it and shows this certificate. */
    public SSLContext client(Issued shown) {
        return client(shown, this);
    }

    /** How a client connects that shows this certificate, and trusts another authority. */
    public SSLContext client(Issued shown, Authority trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            KeyStore all = store(keys);
            String alias = shown.alias();
            char[] password = PASSWORD.toCharArray();
            store.setKeyEntry(alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return trusted.client(factory.getKeyManagers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext client(KeyManager[] shown) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, store(keys).getCertificate(ALIAS));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown, factory.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate for localhost and 127.0.0.1, and clients, under a name of its own. */
    public Issued issue(String commonName) {
        String alias = "issued-" + issued++;
        Keytool.generate(
                keys,
                alias,
                "CN=" + commonName,
                List.of("-signer", ALIAS, "-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", DAYS));
        try {
            KeyStore store = store(keys);
            Path chain = folder.resolve(alias + ".pem");
            Path key = folder.resolve(alias + ".key");
            StringBuilder all = new StringBuilder();
            for (Certificate each : store.getCertificateChain(alias)) {
                all.append(pem(each));
            }
            Files.writeString(chain, all);
            Files.writeString(
                    key,
                    pem(
                            "PRIVATE KEY",
                            store.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
            return new Issued(chain, key, alias);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore store(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(String what, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }
}
