package io.headwater.deploy.endtoend;

import io.headwater.deploy.testkit.AwkwardJson;
import io.headwater.deploy.testkit.Capture;
import io.headwater.deploy.testkit.Captures;
import io.headwater.deploy.testkit.Fixtures;
import io.headwater.deploy.testkit.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The real input: what SDKs and players sent, as requests. */
final class Traffic {
    /** How many events each request carries, over and over; 1 is an event alone, then NDJSON and arrays take turns. */
    private static final int[] SIZES = {1, 1, 7, 1, 13, 1, 1, 2, 1, 40, 1, 3, 1, 1, 100, 5};

    private Traffic() {}

    /** Captures among sessions in requests of all forms and many sizes. */
    static List<Request> all(int port) {
        return spread(captures(port), videoSessions());
    }

    /** Captures among sessions, these an event a request as players send them: traffic that takes a while. */
    static List<Request> steady(int port) {
        return spread(captures(port), videoSessionsSingly());
    }

    static List<Request> videoSessionsSingly() {
        return Fixtures.videoSessions().stream().map(Request::single).toList();
    }

    /** Segment's captures as they are, and each once more compressed. */
    static List<Request> captures(int port) {
        List<Request> requests = new ArrayList<>();
        for (Capture capture : Captures.segmentNode()) {
            List<Receipt> events = RawEvents.segmentBatch(capture.body());
            requests.add(Request.of(capture, port, events));
            requests.add(Request.of(capture.gzipped(), port, events));
        }
        return requests;
    }

    /** Every event of the sample sessions, in requests of all forms and many sizes. */
    static List<Request> videoSessions() {
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
    static List<Request> awkward() {
        List<Request> requests = new ArrayList<>();
        AwkwardJson.objects().forEach(object -> requests.add(Request.single(object)));
        requests.add(Request.array(AwkwardJson.objects()));
        requests.add(Request.ndjson(AwkwardJson.oneLiners()));
        return requests;
    }

    /** Those that a line of NDJSON cannot carry. */
    static List<byte[]> awkwardOfSeveralLines() {
        List<byte[]> oneLiners = AwkwardJson.oneLiners();
        return AwkwardJson.objects().stream()
                .filter(object -> oneLiners.stream().noneMatch(line -> Arrays.equals(line, object)))
                .toList();
    }

    /** One small event for each partition. */
    static List<Request> onePerPartition(String name) {
        return IntStream.range(0, Log.PARTITIONS)
                .mapToObj(partition ->
                        "{\"id\":\"" + name + "-" + partition + "\",\"session\":\"" + Log.keyIn(partition) + "\"}")
                .map(json -> Request.single(json.getBytes(StandardCharsets.UTF_8)))
                .toList();
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
