package io.headwater.deploy.pipeline;

import io.headwater.deploy.testkit.AwkwardJson;
import io.headwater.deploy.testkit.Capture;
import io.headwater.deploy.testkit.Captures;
import io.headwater.deploy.testkit.Fixtures;
import io.headwater.deploy.testkit.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The real input: what SDKs and players sent, as requests. */
public final class Traffic {
    /** How many events each request carries, over and over; 1 is an event alone, then NDJSON and arrays take turns. */
    private static final int[] SIZES = {1, 1, 7, 1, 13, 1, 1, 2, 1, 40, 1, 3, 1, 1, 100, 5};

    private static final int[] SIZES_NAMED = {1, 1, 1, 1, 1, 1, 1, 20};
    private static final int SESSIONS = 40;
    private static final int BULK = 20;
    private static final int BULK_BYTES = 3_750;
    private static final String EVENT =
            "{\"id\":\"%s-%d\", \"session\":\"%s-s%d\",\"v\":1.0,\"e\":1E3,\"s\":\"\\u00e9\\/\",\"n\":12345678901234567890 }";

    private Traffic() {}

    /** Captures among sessions in requests of all forms and many sizes. */
    public static List<Request> all(int port) {
        return spread(captures(port), videoSessions());
    }

    /** Captures among sessions, these an event a request as players send them: traffic that takes a while. */
    public static List<Request> steady(int port) {
        return spread(captures(port), videoSessionsSingly());
    }

    public static List<Request> videoSessionsSingly() {
        return Fixtures.videoSessions().stream().map(Request::single).toList();
    }

    /** Segment's captures as they are, and each once more compressed. */
    public static List<Request> captures(int port) {
        List<Request> requests = new ArrayList<>();
        for (Capture capture : Captures.segmentNode()) {
            List<Receipt> events = RawEvents.segmentBatch(capture.body());
            requests.add(Request.of(capture, port, events));
            requests.add(Request.of(capture.gzipped(), port, events));
        }
        return requests;
    }

    /** Every event of the sample sessions, in requests of all forms and many sizes. */
    public static List<Request> videoSessions() {
        List<byte[]> events = Fixtures.videoSessions();
        List<Request> requests = new ArrayList<>();
        int from = 0;
        for (int n = 0; from < events.size(); n++) {
            int to = Math.min(events.size(), from + SIZES[n % SIZES.length]);
            requests.add(request(n, events.subList(from, to)));
            from = to;
        }
        return requests;
    }

    /** Awkward but valid JSON in each form that can carry it. */
    public static List<Request> awkward() {
        List<Request> requests = new ArrayList<>();
        AwkwardJson.objects().forEach(object -> requests.add(Request.single(object)));
        requests.add(Request.array(AwkwardJson.objects()));
        requests.add(Request.ndjson(AwkwardJson.oneLiners()));
        return requests;
    }

    /** Those that a line of NDJSON cannot carry. */
    public static List<byte[]> awkwardOfSeveralLines() {
        List<byte[]> oneLiners = AwkwardJson.oneLiners();
        return AwkwardJson.objects().stream()
                .filter(object -> oneLiners.stream().noneMatch(line -> Arrays.equals(line, object)))
                .toList();
    }

    /** One small event for each partition. */
    public static List<Request> onePerPartition(String name) {
        return IntStream.range(0, Log.PARTITIONS)
                .mapToObj(partition ->
                        "{\"id\":\"" + name + "-" + partition + "\",\"session\":\"" + Log.keyIn(partition) + "\"}")
                .map(json -> Request.single(json.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** So many requests with events that no other name's have: most carry one, some many, all of them awkward to rewrite. */
    public static List<Request> named(String name, int requests) {
        List<Request> all = new ArrayList<>();
        int next = 0;
        for (int n = 0; n < requests; n++) {
            int size = SIZES_NAMED[n % SIZES_NAMED.length];
            int from = next;
            all.add(request(
                    n,
                    IntStream.range(from, from + size)
                            .mapToObj(i -> event(name, i))
                            .toList()));
            next += size;
        }
        return all;
    }

    /** So many requests of one event each from this source. */
    public static List<Request> singly(Conf.Source source, String name, int requests) {
        return IntStream.range(0, requests)
                .mapToObj(i -> Request.single(source, event(name, i)))
                .toList();
    }

    /** So many requests of twenty events each, about 100 KB together, that no compression makes smaller. */
    public static List<Request> bulk(String name, int requests, Random random) {
        return IntStream.range(0, requests)
                .mapToObj(n -> Request.ndjson(IntStream.range(0, BULK)
                        .mapToObj(i -> bulky(name + "-" + (n * BULK + i), random))
                        .toList()))
                .toList();
    }

    private static byte[] bulky(String id, Random random) {
        byte[] noise = new byte[BULK_BYTES];
        random.nextBytes(noise);
        String text =
                "{\"id\":\"" + id + "\",\"noise\":\"" + Base64.getEncoder().encodeToString(noise) + "\"}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What a parser that writes it anew would change. */
    private static byte[] event(String name, int i) {
        return EVENT.formatted(name, i, name, i % SESSIONS).getBytes(StandardCharsets.UTF_8);
    }

    private static List<Request> spread(List<Request> few, List<Request> many) {
        List<Request> all = new ArrayList<>(many);
        for (int i = 0; i < few.size(); i++) {
            all.add((i + 1) * many.size() / (few.size() + 1), few.get(i));
        }
        return all;
    }

    private static Request request(int n, List<byte[]> events) {
        if (events.size() == 1) {
            return Request.single(events.get(0));
        }
        return n % 2 == 0 ? Request.ndjson(events) : Request.array(events);
    }
}
