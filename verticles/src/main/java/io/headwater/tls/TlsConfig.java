package io.headwater.tls;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * What a port shows its clients, and asks of them ({@code tls} in the configuration).
 *
 * @param certificate PEM file of the certificate and those that lead to its authority; empty: the port speaks plain HTTP
 * @param key PEM file of its private key
 * @param clientAuthorities PEM file of the authorities of which a client must show a certificate; empty: none is asked for
 * @param lookEvery how often the files are looked at; changed ones are used from the next connection on
 */
public record TlsConfig(String certificate, String key, String clientAuthorities, Duration lookEvery) {
    public TlsConfig {
        check(certificate.isEmpty() == key.isEmpty(), "tls.key", "must be given with tls.certificate, or neither", key);
        check(
                clientAuthorities.isEmpty() || !certificate.isEmpty(),
                "tls.clientAuthorities",
                "needs tls.certificate",
                clientAuthorities);
        check(
                lookEvery.toMillis() >= 10 && lookEvery.toDays() < 1,
                "tls.lookEvery",
                "must be from 10ms to 1d",
                lookEvery);
    }

    /** Whether the port speaks plain HTTP. */
    public boolean isOff() {
        return certificate.isEmpty();
    }
}
