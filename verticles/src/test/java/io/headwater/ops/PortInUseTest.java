package io.headwater.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortInUseTest {

    @Test
    void aPortThatIsTakenIsNamedWithItsKey() {
        Throwable said = PortInUse.orElse(new BindException("Address already in use"), "http.port", 8080);
        assertThat(said)
                .isInstanceOf(PortInUse.class)
                .hasMessage(
                        "port 8080 (http.port) is in use. Stop what listens there, or set http.port to another port");
    }

    @ParameterizedTest
    @CsvSource({
        "Cannot assign requested address, the address in http.host is none of this machine",
        "Permission denied,               this user may not listen on port 8080 (http.port)",
        "Protocol wrong type,             'cannot listen on port 8080 (http.host, http.port): Protocol wrong type'"
    })
    void whatElseKeepsItFromListeningIsSaidAsItIs(String reason, String sentence) {
        Throwable said = PortInUse.orElse(new BindException(reason), "http.port", 8080);
        assertThat(said).isInstanceOf(IllegalStateException.class).hasMessageContaining(sentence);
    }

    @Test
    void aHostNobodyKnowsIsNotAPortInUse() {
        assertThat(PortInUse.orElse(new UnknownHostException("nowhere.invalid"), "ops.port", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the address in ops.host is not known");
    }

    @Test
    void anotherFailureIsItself() {
        IOException other = new IOException("broken");
        assertThat(PortInUse.orElse(other, "http.port", 8080)).isSameAs(other);
    }
}
