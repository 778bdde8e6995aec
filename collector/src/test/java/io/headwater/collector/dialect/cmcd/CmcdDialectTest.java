package io.headwater.collector.dialect.cmcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Captures;
import io.headwater.event.Event;
import io.headwater.event.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CmcdDialectTest {
    private static final String TARGET = "/cmcd/wk_test_0123456789abcdef";

    private final CmcdDialect dialect = new CmcdDialect(Requests.check());

    @Test
    void takesACapturedLineOfDashJsWithItsTypedKeys() throws Malformed {
        Event event = only(captured("dashjs-13"));
        assertThat(Requests.text(event))
                .isEqualTo("{\"ab\":[{\"value\":400,\"v\":true},{\"value\":48,\"a\":true}],"
                        + "\"bl\":[{\"value\":3900,\"v\":true},{\"value\":3900,\"a\":true}],"
                        + "\"br\":[{\"value\":400,\"v\":true},{\"value\":48,\"a\":true}],"
                        + "\"bsd\":[{\"value\":433,\"v\":true}],\"cid\":\"ep-10041\",\"d\":2000,\"dl\":3900,\"e\":\"rr\","
                        + "\"lab\":[{\"value\":150,\"v\":true},{\"value\":48,\"a\":true}],\"nor\":[\"chunk-1-00004.m4s\"],"
                        + "\"ot\":\"v\",\"pb\":[{\"value\":400,\"v\":true},{\"value\":48,\"a\":true}],\"rc\":200,\"rtp\":1100,"
                        + "\"sf\":\"d\",\"sid\":\"685669c3-0f50-4c86-b572-e965df460fd9\",\"sn\":11,\"st\":\"v\","
                        + "\"sta\":\"p\",\"tab\":[{\"value\":400,\"v\":true},{\"value\":48,\"a\":true}],"
                        + "\"tb\":[{\"value\":400,\"v\":true},{\"value\":48,\"a\":true}],"
                        + "\"tpb\":[{\"value\":400,\"v\":true},{\"value\":48,\"a\":true}],\"ts\":1795393963409,"
                        + "\"ttfb\":1795393961507,\"ttlb\":33,"
                        + "\"url\":\"http://127.0.0.1:36145/static/media/chunk-1-00003.m4s\",\"v\":2}");
        assertThat(event.type()).isEqualTo("rr");
        assertThat(event.time()).isEqualTo("2026-11-23T00:32:43.409Z");
        assertThat(event.partitionKey()).isEqualTo("685669c3-0f50-4c86-b572-e965df460fd9");
        assertThat(event.id()).matches("685669c3-0f50-4c86-b572-e965df460fd9-11-[0-9a-f]{8}");
        assertThat(event.subject()).isEqualTo("ep-10041");
        assertThat(event.more("sequence")).isEqualTo("11");
        assertThat(event.more("suspect")).isEqualTo("ttfb");
    }

    @ParameterizedTest
    @CsvSource({
        "cml-cmcd-1, 1, ce",
        "cml-cmcd-2, 10, ce",
        "cml-cmcd-3, 10, ce",
        "dashjs-2, 1, t",
        "dashjs-4, 1, ps",
        "dashjs-19, 5, t",
        "dashjs-25, 5, rr",
        "dashjs-26, 5, ps"
    })
    void takesEachLineOfACaptureAsAnEvent(String capture, int lines, String first) throws Malformed {
        Decoded decoded = dialect.decode(captured(capture));
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.events()).hasSize(lines);
        assertThat(decoded.events().get(0).type()).isEqualTo(first);
        assertThat(decoded.events()).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(decoded.events())
                .extracting(Event::partitionKey)
                .containsOnly(decoded.events().get(0).partitionKey());
    }

    @Test
    void takesTheWholeSessionOfACapturedPlayerNumberedWithoutGaps() throws Malformed {
        java.util.List<Integer> numbers = new java.util.ArrayList<>();
        for (int i = 19; i <= 26; i++) {
            for (Event event : dialect.decode(captured("dashjs-" + i)).events()) {
                numbers.add(Integer.valueOf(event.more("sequence")));
            }
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(java.util.stream.IntStream.range(0, numbers.size())
                        .boxed()
                        .toList());
    }

    @Test
    void takesEveryTypeOfValue() throws Malformed {
        assertThat(Requests.text(only(line("a=1,b=-2.5,c=1.250,d=tok/en:x,e=\"q\\\"s\\\\\",f,g=?0,h=:aGk=:,com.Ex-y=1"
                                .replace("com.Ex", "com.ex")
                        + ",i=(1 \"x\" t;p=2;q),j=(),k=7;u=\"w\""))))
                .isEqualTo(
                        "{\"a\":1,\"b\":-2.5,\"c\":1.25,\"d\":\"tok/en:x\",\"e\":\"q\\\"s\\\\\",\"f\":true,\"g\":false,"
                                + "\"h\":\"aGk=\",\"com.ex-y\":1,\"i\":[1,\"x\",{\"value\":\"t\",\"p\":2,\"q\":true}],\"j\":[],"
                                + "\"k\":{\"value\":7,\"u\":\"w\"}}");
    }

    @Test
    void keepsNumbersLongerThanStructuredFieldsAllow() throws Malformed {
        Event event = only(
                line("bl=(99999999999999999999;v -3),pb=450.10625,ttfb=1e5x,sid=\"s\",sn=1".replace("1e5x", "12")));
        assertThat(Requests.text(event))
                .isEqualTo("{\"bl\":[{\"value\":99999999999999999999,\"v\":true},-3],\"pb\":450.10625,\"ttfb\":12,"
                        + "\"sid\":\"s\",\"sn\":1}");
        assertThat(event.more("suspect")).isEqualTo("bl");
    }

    @Test
    void keepsTextBeyondAscii() throws Malformed {
        assertThat(Requests.text(only(line("cid=\"ドラマ 😀 ~0~ \\\"é\",sid=\"s\""))))
                .isEqualTo("{\"cid\":\"ドラマ 😀 ~0~ \\\"é\",\"sid\":\"s\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "'rc=200,ttfb=31,bl=(0),ts=1795393963409', ''",
        "'ttlb=-1', ttlb",
        "'pr=1000,rc=0', pr",
        "'ts=1795393963', ts",
        "'ts=4070908800000', ts",
        "'mtp=(900000000;v 1)', mtp",
        "'com.example-bl=-1', ''"
    })
    void marksWhatNoPlayerCanMean(String text, String suspects) throws Malformed {
        assertThat(only(line(text)).more("suspect")).isEqualTo(suspects);
    }

    @Test
    void rejectsABadLineAloneAndNamesTheColumn() throws Malformed {
        Decoded decoded = dialect.decode(line("e=t,sn=1,sid=\"a\"\r\ne=t,=,x\n\ne=ps,sn=2,sid=\"a\""));
        assertThat(decoded.events()).extracting(Event::type).containsExactly("t", "ps");
        assertThat(decoded.rejections()).extracting(Rejection::index).containsExactly(1);
        assertThat(decoded.rejections().get(0).reason()).contains("no CMCD", "column 5");
        assertThat(decoded.rejections().get(0).data().bytes()).asString().isEqualTo("e=t,=,x\r".strip());
    }

    @Test
    void targetsOfOnePlayerCountByThemselves() throws Malformed {
        String line = "e=t,sid=\"s\",sn=1";
        String one = only(Requests.post("/cmcd/key-1?t=1", line)).id();
        assertThat(only(Requests.post("/cmcd/key-2?t=1", line)).id()).isEqualTo(one);
        assertThat(only(Requests.post("/cmcd?key=key-1&t=1", line)).id()).isEqualTo(one);
        assertThat(only(Requests.post("/cmcd/key-1?t=2", line)).id()).isNotEqualTo(one);
    }

    @Test
    void givesALineWithoutANumberAnIdOfItsOwn() throws Malformed {
        Event event = only(line("e=t,sid=\"s\""));
        assertThat(event.id()).hasSize(36);
        assertThat(event.partitionKey()).isEqualTo("s");
        assertThat(event.more()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n \r\n"})
    void refusesABodyWithoutALine(String body) {
        assertThatThrownBy(() -> dialect.decode(line(body))).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "a=\"", "a=(", "A=1", "a=1,,b=2", "a=1 b=2", "=", "\"", "a=99999.", "a=:x:", "(1 2)"})
    void rejectsALineThatIsNoDictionary(String line) throws Malformed {
        Decoded decoded = dialect.decode(line(line));
        assertThat(decoded.events()).isEmpty();
        assertThat(decoded.rejections()).hasSize(1);
    }

    @Test
    void answersNothingAndLetsThePlayerSendAgainWhatCameTooSlowly() throws Malformed {
        Request request = line("e=t");
        assertThat(dialect.accepted(request, dialect.decode(request)).status()).isEqualTo(204);
        assertThat(dialect.status(408)).isEqualTo(503);
    }

    private Event only(Request request) throws Malformed {
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.events()).hasSize(1);
        return decoded.events().get(0);
    }

    private static Request line(String text) {
        return Requests.post(TARGET, text, "Content-Type", "application/cmcd");
    }

    private static Request captured(String name) {
        return Requests.of(Captures.read("cmcd/" + name));
    }
}
