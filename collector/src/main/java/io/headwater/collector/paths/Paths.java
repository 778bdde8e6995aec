package io.headwater.collector.paths;

import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Every path that is answered, and by which dialects. One slash at the end of a path makes no difference. */
public final class Paths {
    /* By path, then method. */
    private final Map<String, Map<String, Place>> whole = new HashMap<>();
    private final List<Pattern> patterns = new ArrayList<>();

    public Paths(List<Dialect> dialects) {
        for (Dialect dialect : dialects) {
            for (Endpoint endpoint : dialect.endpoints()) {
                add(endpoint, dialect);
            }
        }
    }

    private void add(Endpoint endpoint, Dialect dialect) {
        Map<String, Place> methods = Pattern.isOne(endpoint.path())
                ? pattern(endpoint.path()).places()
                : whole.computeIfAbsent(endpoint.path(), path -> new HashMap<>());
        Place before = methods.get(endpoint.method());
        List<Dialect> dialects = new ArrayList<>(before == null ? List.of() : before.dialects());
        dialects.add(dialect);
        methods.put(endpoint.method(), new Place(dialects, endpoint, "", ""));
    }

    private Pattern pattern(String path) {
        for (Pattern each : patterns) {
            if (each.path().equals(path)) {
                return each;
            }
        }
        Pattern made = new Pattern(path, path.split("/", -1), new HashMap<>());
        patterns.add(made);
        return made;
    }

    /** What answers a request of that method and path, its write key and variable decoded. */
    public Optional<Place> at(String method, String path) {
        Map<String, Place> methods = whole.get(path);
        if (methods == null && path.length() > 1 && path.endsWith("/")) {
            methods = whole.get(withoutSlash(path));
        }
        Place place = methods == null ? null : methods.get(method);
        if (place != null) {
            return Optional.of(place);
        }
        String[] segments = withoutSlash(path).split("/", -1);
        for (Pattern pattern : patterns) {
            Place there = pattern.places().get(method);
            if (there != null && pattern.matches(segments)) {
                return Optional.of(new Place(
                        there.dialects(),
                        there.endpoint(),
                        pattern.valueOf(Endpoint.KEY, segments),
                        pattern.valueOf(Endpoint.ANY, segments)));
            }
        }
        return Optional.empty();
    }

    /** The methods answered at a path, in order; none where there is nothing. */
    public List<String> methods(String path) {
        TreeSet<String> methods = new TreeSet<>();
        String bare = withoutSlash(path);
        methods.addAll(whole.getOrDefault(bare, Map.of()).keySet());
        String[] segments = bare.split("/", -1);
        patterns.stream()
                .filter(each -> each.matches(segments))
                .forEach(each -> methods.addAll(each.places().keySet()));
        return List.copyOf(methods);
    }

    private static String withoutSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** A path with a variable in it. */
    @SuppressWarnings("ArrayRecordComponent") // read in place, never compared
    private record Pattern(String path, String[] segments, Map<String, Place> places) {
        static boolean isOne(String path) {
            return path.contains("/" + Endpoint.KEY) || path.contains("/" + Endpoint.ANY);
        }

        boolean matches(String[] found) {
            if (found.length != segments.length) {
                return false;
            }
            for (int i = 0; i < segments.length; i++) {
                if (isVariable(segments[i]) ? found[i].isEmpty() : !segments[i].equals(found[i])) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isVariable(String segment) {
            return segment.equals(Endpoint.KEY) || segment.equals(Endpoint.ANY);
        }

        String valueOf(String variable, String[] found) {
            for (int i = 0; i < segments.length; i++) {
                if (segments[i].equals(variable)) {
                    return Fields.decoded(found[i], false);
                }
            }
            return "";
        }
    }
}
