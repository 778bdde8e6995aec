package io.headwater.router.deliver.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @Test
    void readsAUrl() {
        assertThat(Endpoint.parse("https://Hooks.acme.example/a/b?c=%20d"))
                .isEqualTo(new Endpoint(true, "hooks.acme.example", 443, "/a/b?c=%20d"));
        assertThat(Endpoint.parse("http://10.1.2.3:8080")).isEqualTo(new Endpoint(false, "10.1.2.3", 8080, "/"));
        assertThat(Endpoint.parse("https://[2A00::1]:8443/x")).isEqualTo(new Endpoint(true, "2a00::1", 8443, "/x"));
        assertThat(Endpoint.parse("https://a_b.xn--bcher-kva.example/").host()).isEqualTo("a_b.xn--bcher-kva.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://127.1/ | four decimal numbers",
                "http://2130706433/ | four decimal numbers",
                "http://0177.0.0.1/ | four decimal numbers",
                "http://0x7f000001/ | four decimal numbers",
                "http://0x7f.0.0.1/ | four decimal numbers",
                "http://127.0.0.01/ | four decimal numbers",
                "http://127.0.0.1./ | four decimal numbers",
                "http://256.1.1.1/ | four decimal numbers",
                "http://1.2.3.4.5/ | four decimal numbers",
                "http://a.0x7f/ | four decimal numbers",
                "http://localhost./ | final dot",
                "http://user@acme.example/ | user or password",
                "http://user:pass@acme.example/ | user or password",
                "http://acme.example:80@127.0.0.1/ | user or password",
                "ftp://acme.example/ | https://",
                "acme.example/hook | https://",
                "https:///hook | host",
                "https://acme..example/ | host of letters",
                "https://-acme.example/ | host of letters",
                "https://b%C3%BCcher.example/ | host of letters",
                "https://acme.example:0/ | port",
                "https://acme.example:65536/ | port",
                "https://acme.example:/ | port",
                "https://acme.example/#part | fragment",
                "https://[::1%25eth0]/ | IPv6",
                "https://[fe80::1%eth0]/ | IPv6",
                "https://acme.example/ü | ASCII",
                "https://acme.example\\hook | not a URL"
            })
    void refusesWhatTwoProgramsCouldReadDifferently(String url, String why) {
        assertThatThrownBy(() -> Endpoint.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
                "http://0.0.0.0/", "http://169.254.169.254/", "http://100.64.0.1/", "http://[fd00::1]/",
                "http://[fe80::1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://198.18.0.1/",
                "http://192.0.0.1/", "http://224.0.0.1/", "http://localhost/", "http://LOCALHOST/",
                "http://api.localhost/"
            })
    void refusesPrivateAddressesBeforeAnybodyConnects(String url) {
        assertThat(Endpoint.parse(url).refusal(AddressPolicy.PUBLIC)).isPresent();
        assertThat(Endpoint.parse(url).refusal(AddressPolicy.ANY)).isEmpty();
    }

    @Test
    void allowsNamesAndPublicAddresses() {
        assertThat(Endpoint.parse("https://hooks.acme.example/").refusal(AddressPolicy.PUBLIC))
                .isEmpty();
        assertThat(Endpoint.parse("https://8.8.8.8/").refusal(AddressPolicy.PUBLIC))
                .isEmpty();
        assertThat(Endpoint.parse("https://[2606:4700::1111]/").authorityHost()).isEqualTo("[2606:4700::1111]");
    }
}
