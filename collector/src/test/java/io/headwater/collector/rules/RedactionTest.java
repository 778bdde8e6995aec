package io.headwater.collector.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.collector.dialect.Malformed;
import io.headwater.config.Privacy;
import io.headwater.deploy.testkit.AwkwardJson;
import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.Rejection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private static final String SALT = "0123456789abcdef";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":2,\"c\":3} | a | {\"b\":2,\"c\":3}",
                "{\"a\":1,\"b\":2,\"c\":3} | b | {\"a\":1,\"c\":3}",
                "{\"a\":1,\"b\":2,\"c\":3} | c | {\"a\":1,\"b\":2}",
                "{\"a\":1,\"b\":2,\"c\":3} | a;b | {\"c\":3}",
                "{\"a\":1,\"b\":2,\"c\":3} | b;c | {\"a\":1}",
                "{\"a\":1,\"b\":2,\"c\":3} | a;c | {\"b\":2}",
                "{\"a\":1,\"b\":2,\"c\":3} | a;b;c | {}",
                "{ \"a\" : 1 , \"b\" : 2.0 , \"c\" : [ 3 ] } | b | { \"a\" : 1 , \"c\" : [ 3 ] }",
                "{ \"a\" : 1 , \"b\" : 2.0 } | a | { \"b\" : 2.0 }",
                "{ \"a\" : 1 } | a | {  }",
                "{\"\\u0061\":{\"x\":[1,{}]},\"b\":1e3} | a | {\"b\":1e3}",
                "{\"x\":{\"a\":1,\"b\":{\"a\":2}},\"a\":3} | x.a | {\"x\":{\"b\":{\"a\":2}},\"a\":3}",
                "{\"x\":[{\"a\":1},{\"b\":2,\"a\":\"}\"},[{\"a\":3}],4],\"a\":5} | x.a | {\"x\":[{},{\"b\":2},[{}],4],\"a\":5}",
                "{\"x\":7,\"y\":null} | x.a | {\"x\":7,\"y\":null}",
                "{\"é\":\"ü\",\"b\":\"ドラマ\"} | é | {\"b\":\"ドラマ\"}",
                "[{\"a\":1,\"b\":2}] | a | [{\"b\":2}]",
                "{\"b\":1} | a | {\"b\":1}",
                "\"a\" | a | \"a\""
            })
    void takesMembersOutAndLeavesTheRestByteForByte(String json, String paths, String left) throws Malformed {
        assertThat(redacted(json, List.of(paths.split(";")), List.of())).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":\"x\",\"b\":2} | a | {\"a\":\"#x#\",\"b\":2}",
                "{ \"a\" : \"\\u0078\" } | a | { \"a\" : \"#x#\" }",
                "{\"a\":1.0,\"b\":{\"a\":true}} | a;b.a | {\"a\":\"#1.0#\",\"b\":{\"a\":\"#true#\"}}",
                "{\"a\":{\"x\": 1},\"b\":2} | a | {\"a\":\"#{\"x\": 1}#\",\"b\":2}",
                "{\"a\":null} | a | {\"a\":null}",
                "{\"a\":[1, 2]} | a | {\"a\":\"#[1, 2]#\"}",
                "{\"x\":[{\"a\":\"p\"},{\"a\":\"q\"}]} | x.a | {\"x\":[{\"a\":\"#p#\"},{\"a\":\"#q#\"}]}"
            })
    void putsAHashWhereAValueWas(String json, String paths, String left) throws Malformed {
        assertThat(redacted(json, List.of(), List.of(paths.split(";")))).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ip\":\"203.0.113.77\",\"b\":1.0} | {\"ip\":\"203.0.113.0\",\"b\":1.0}",
                "{ \"ip\" : \"2001:db8:1:2:3:4:5:6\" } | { \"ip\" : \"2001:db8:1::\" }",
                "{\"ip\":\"::ffff:203.0.113.77\"} | {\"ip\":\"::\"}",
                "{\"ip\":\"203.0.113.77, 10.0.0.1\"} | {\"ip\":null}",
                "{\"ip\":\"example.com\",\"b\":1} | {\"ip\":null,\"b\":1}",
                "{\"ip\":{\"v4\":\"203.0.113.77\"}} | {\"ip\":null}",
                "{\"ip\":3405803853} | {\"ip\":null}",
                "{\"ip\":null} | {\"ip\":null}"
            })
    void leavesOfAnAddressItsNetwork(String json, String left) {
        Redactor redactor = new Redactor(new Privacy(List.of(), List.of("ip"), List.of(), ""), 100);
        assertThat(text(redactor.redacted(event(json)))).isEqualTo(left);
    }

    @Test
    void leavesNoAddressInTheAttributes() {
        Redactor redactor = new Redactor(new Privacy(List.of(), List.of("ip"), List.of(), ""), 100);
        Event sent = event("{\"ip\":\"203.0.113.77\"}");
        Event event = redactor.redacted(
                new Event(sent.id(), sent.type(), "", "", "203.0.113.77", sent.contentType(), sent.data(), List.of()));
        assertThat(event.partitionKey()).hasSize(64).doesNotContain("203.0.113.77");
    }

    /** Against a tree: what is left is what a tree with the same members removed holds. */
    @Test
    void leavesWhatATreeWithoutTheMembersHolds() throws Exception {
        long seed = 20261124;
        Random random = new Random(seed);
        ObjectMapper mapper = new ObjectMapper();
        for (int round = 0; round < 2_000; round++) {
            JsonNode tree = random(mapper, random, 3);
            String spaced = random.nextBoolean() ? tree.toPrettyString() : tree.toString();
            List<String> remove = new ArrayList<>();
            for (String path : List.of("a", "b.c", "c.a", "b.d.a", "d")) {
                if (random.nextBoolean()) {
                    remove.add(path);
                }
            }
            String left = redacted(spaced, remove, List.of());
            remove.forEach(path -> remove(tree, path));
            assertThat(mapper.readTree(left))
                    .as("seed %d, round %d: %s", seed, round, spaced)
                    .isEqualTo(tree);
        }
    }

    private static JsonNode random(ObjectMapper mapper, Random random, int depth) {
        ObjectNode object = mapper.createObjectNode();
        List<String> names = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
        java.util.Collections.shuffle(names, random);
        for (String name : names.subList(0, random.nextInt(6))) {
            switch (random.nextInt(depth > 0 ? 5 : 3)) {
                case 0 -> object.put(name, random.nextInt());
                case 1 -> object.put(name, "t\"}{,é" + random.nextInt());
                case 2 -> object.putNull(name);
                case 3 -> object.set(name, random(mapper, random, depth - 1));
                default ->
                    object.putArray(name)
                            .add(random(mapper, random, depth - 1))
                            .add(1)
                            .add(random(mapper, random, depth - 1));
            }
        }
        return object;
    }

    private static void remove(JsonNode node, String path) {
        int dot = path.indexOf('.');
        if (node instanceof ObjectNode object && dot < 0) {
            object.remove(path);
        } else if (node instanceof ObjectNode object) {
            JsonNode below = object.path(path.substring(0, dot));
            remove(below, path.substring(dot + 1));
        } else {
            for (Iterator<JsonNode> each = node.elements(); each.hasNext(); ) {
                remove(each.next(), path);
            }
        }
    }

    @Test
    void leavesAwkwardJsonAloneWhereNothingIsNamed() throws Malformed {
        for (byte[] json : AwkwardJson.objects()) {
            assertThat(redacted(new String(json, UTF_8), List.of("nobody.has.this"), List.of()))
                    .isEqualTo(new String(json, UTF_8));
        }
    }

    @Test
    void leavesNoTraceInTheAttributes() {
        Redactor redactor = new Redactor(new Privacy(List.of("email", "n"), List.of(), List.of("userId"), SALT), 100);
        Event event = redactor.redacted(event("{\"userId\":\"usr_77\",\"email\":\"a@b.example\",\"n\":5}"));
        assertThat(text(event)).isEqualTo("{\"userId\":\"" + hmac() + "\"}");
        assertThat(event.subject()).isEqualTo(hmac());
        assertThat(event.partitionKey()).isEqualTo(hmac());
        assertThat(event.id()).doesNotContain("usr_77").hasSize(64);
        assertThat(event.more().get(0).value()).doesNotContain("a@b.example");
        assertThat(event.more().get(1)).isEqualTo(new Attribute("library", "web/5.1"));
        assertThat(event.type()).isEqualTo("play");
    }

    /** HMAC-SHA256 of usr_77 under 0123456789abcdef, by another implementation. */
    private static String hmac() {
        return "1f812e0e5ed225c3387158d85d45e56a09e6b600c8529d37bb933c72918e11ef";
    }

    @Test
    void takesASubjectOutWithTheMemberItCameFrom() {
        Redactor redactor = new Redactor(new Privacy(List.of("userId"), List.of(), List.of(), ""), 100);
        Event event = redactor.redacted(event("{\"userId\":\"usr_77\"}"));
        assertThat(text(event)).isEqualTo("{}");
        assertThat(event.subject()).isEmpty();
        assertThat(event.partitionKey()).isNotEmpty().doesNotContain("usr_77");
        assertThat(event.id()).isNotEmpty().doesNotContain("usr_77");
    }

    @Test
    void keepsNothingOfARejectedEventThatCannotBeRead() {
        Redactor redactor = new Redactor(new Privacy(List.of("email"), List.of(), List.of(), ""), 100);
        Rejection half = redactor.redacted(rejection("{\"email\":\"a@b.ex"));
        assertThat(half.data().length()).isZero();
        Rejection whole = redactor.redacted(rejection("{\"email\":\"a@b.example\",\"a\":1,\"a\":2}"));
        assertThat(whole.data().bytes()).asString().isEqualTo("{\"a\":1,\"a\":2}");
    }

    private static Rejection rejection(String data) {
        return new Rejection(0, "syntax", "why", EventData.of(data.getBytes(UTF_8)));
    }

    private static Event event(String data) {
        return new Event(
                "usr_77-1",
                "play",
                "",
                "usr_77",
                "usr_77",
                "application/json",
                EventData.of(data.getBytes(UTF_8)),
                List.of(new Attribute("x", "mail a@b.example"), new Attribute("library", "web/5.1")));
    }

    private static String text(Event event) {
        return new String(event.data().bytes(), UTF_8);
    }

    private static String redacted(String json, List<String> remove, List<String> hash) throws Malformed {
        Members members = new Members(Members.Act.ENTER);
        remove.forEach(path -> members.add(path, Members.Act.REMOVE));
        hash.forEach(path -> members.add(path, Members.Act.HASH));
        return new String(
                Redaction.of(json.getBytes(UTF_8), members, 100, text -> "#" + text + "#")
                        .data(),
                UTF_8);
    }
}
