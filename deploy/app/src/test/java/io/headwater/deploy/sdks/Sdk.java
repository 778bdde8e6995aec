package io.headwater.deploy.sdks;

import java.util.List;
import java.util.stream.Stream;

/**
 * One SDK as its users have it, and what its events are here.
 *
 * @param tool the language's command, without which it is not tried
 * @param command the program that sends, in the folder where its language's programs are built; in a browser, the script
 * @param dialect what its requests are read as
 * @param type the type of every event it sends
 */
record Sdk(String name, String tool, List<String> command, String dialect, String type) {
    static Stream<Sdk> all() {
        return Stream.of(
                node("segment", "segment", "Episode Played"),
                node("rudderstack", "rudderstack", "Episode Played"),
                node("otlp", "otlp", "episode.played"),
                node("cloudevents", "cloudevents", "episode.played"),
                node("snowplow", "snowplow", "episode_played"),
                node("posthog", "posthog", "episode played"),
                node("cmcd", "cmcd", "ce"),
                node("amplitude", "amplitude", "episode played"),
                node("mixpanel", "mixpanel", "episode played"),
                python("segment", "Episode Played"),
                python("otlp", "INFO"),
                go("segment", "Episode Played"),
                go("otlp", "INFO"),
                browser("segment", "segment", "Episode Played"),
                browser("rudderstack", "rudderstack", "Episode Played"),
                browser("rudderstack-beacon", "rudderstack", "Episode Played"),
                browser("snowplow", "snowplow", "episode_played"),
                browser("posthog", "posthog", "episode played"),
                browser("amplitude", "amplitude", "episode played"),
                browser("mixpanel", "mixpanel", "episode played"));
    }

    private static Sdk node(String name, String dialect, String type) {
        return new Sdk("node-" + name, "node", List.of("node", name + ".mjs"), dialect, type);
    }

    private static Sdk python(String name, String type) {
        return new Sdk("python-" + name, "python3", List.of("venv/bin/python", name + "_sdk.py"), name, type);
    }

    private static Sdk go(String name, String type) {
        return new Sdk("go-" + name, "go", List.of("bin/" + name), name, type);
    }

    private static Sdk browser(String name, String dialect, String type) {
        return new Sdk("browser-" + name, Workshop.BROWSER, List.of(name), dialect, type);
    }

    boolean runsInABrowser() {
        return tool.equals(Workshop.BROWSER);
    }

    @Override
    public String toString() {
        return name;
    }
}
