package io.headwater.deploy.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A plot of milliseconds against requests a second, one line for each percentile, as an SVG picture that needs nothing beside it. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 60;
    private static final int BOTTOM = 50;
    private static final int TOP = 30;
    private static final int RIGHT = 60;
    private static final String[] COLOURS = {"#1b7837", "#2166ac", "#b2182b"};
    /* A tick at each power of ten, so a line at 1, 10 and 100 ms. */
    private static final double BASE = 10;

    private final Map<String, NavigableMap<Double, Double>> lines = new LinkedHashMap<>();

    void add(String line, double perSecond, double millis) {
        lines.computeIfAbsent(line, each -> new TreeMap<>()).put(perSecond, millis);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    String svg() {
        double most =
                lines.values().stream().mapToDouble(NavigableMap::lastKey).max().orElse(1);
        double slowest = lines.values().stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double fastest = lines.values().stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(1);
        int from = (int) Math.floor(Math.log10(fastest));
        int to = Math.max(from + 1, (int) Math.ceil(Math.log10(slowest)));
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT));
        for (int power = from; power <= to; power++) {
            double y = y(Math.pow(BASE, power), from, to);
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s ms</text>%n",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    LEFT - 6,
                    y + 4,
                    power < 0
                            ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(BASE, power))
                            : String.format(Locale.ROOT, "%.0f", Math.pow(BASE, power))));
        }
        lines.values()
                .iterator()
                .next()
                .keySet()
                .forEach(perSecond -> svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,.0f</text>%n",
                        x(perSecond, most),
                        HEIGHT - BOTTOM + 18,
                        perSecond)));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">requests a second, one event each, durable before each answer</text>%n",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 12));
        int colour = 0;
        for (Map.Entry<String, NavigableMap<Double, Double>> line : lines.entrySet()) {
            svg.append(line(line.getKey(), line.getValue(), COLOURS[colour % COLOURS.length], most, from, to));
            colour++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String line(
            String name, NavigableMap<Double, Double> points, String colour, double most, int from, int to) {
        StringBuilder path = new StringBuilder();
        points.forEach((perSecond, millis) -> path.append(path.length() == 0 ? "M" : "L")
                .append(String.format(Locale.ROOT, "%.1f %.1f", x(perSecond, most), y(millis, from, to))));
        return String.format(
                Locale.ROOT,
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>"
                        + "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>%n",
                path,
                colour,
                x(points.lastEntry().getKey(), most) + 6,
                y(points.lastEntry().getValue(), from, to) + 4,
                colour,
                name);
    }

    private static double x(double perSecond, double most) {
        return LEFT + (WIDTH - LEFT - RIGHT) * perSecond / most;
    }

    private static double y(double millis, int from, int to) {
        double share = (Math.log10(millis) - from) / (to - from);
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share;
    }
}
