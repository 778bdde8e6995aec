package io.headwater.ledger;

import io.headwater.event.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reports as bytes: version, kind, and what the kind holds. */
public final class ReportCodec {
    private static final int VERSION = 1;
    private static final int LINE = 1;
    private static final int EDGE = 2;
    private static final int ROUTER = 3;

    private ReportCodec() {}

    /** The record's value. */
    public static byte[] encode(Report report) {
        Bytes out = new Bytes().put(VERSION);
        if (report instanceof LineReport line) {
            write(line, out.put(LINE));
        } else if (report instanceof EdgeReport edge) {
            write(edge, out.put(EDGE));
        } else if (report instanceof RouterReport router) {
            write(router, out.put(ROUTER));
        }
        return out.toArray();
    }

    /** Reads what {@link #encode} wrote under this key; fails with {@link IllegalArgumentException} where it is none of ours. */
    public static Report decode(String key, byte[] value) {
        ByteReader in = new ByteReader(value);
        int version = in.next();
        if (version != VERSION) {
            throw new IllegalArgumentException("the report is of version " + version + ", known is " + VERSION);
        }
        int kind = in.next();
        return switch (kind) {
            case LINE -> line(Line.parse(key), in);
            case EDGE -> edge(key, in);
            case ROUTER -> router(key, in);
            default -> throw new IllegalArgumentException("the report is of an unknown kind: " + kind);
        };
    }

    private static void write(LineReport report, Bytes out) {
        out.text(report.reporter());
        texts(out, report.names());
        List<String> about =
                report.sections().stream().map(Section::about).distinct().toList();
        texts(out, about);
        Map<String, Integer> places = new HashMap<>();
        about.forEach(each -> places.put(each, places.size()));
        NumbersCodec sets = new NumbersCodec();
        out.number(report.sections().size());
        for (Section section : report.sections()) {
            out.number(section.stage().code()).number(places.getOrDefault(section.about(), 0));
            section.column().write(out, sets);
        }
    }

    private static LineReport line(Line line, ByteReader in) {
        String reporter = in.text();
        List<String> names = texts(in);
        List<String> about = texts(in);
        NumbersCodec sets = new NumbersCodec();
        int count = in.count();
        List<Section> sections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Stage stage = Stage.of(in.number());
            int place = (int) in.number();
            if (place < 0 || place >= about.size()) {
                throw new IllegalArgumentException("the report is about a destination it does not name");
            }
            sections.add(new Section(stage, about.get(place), Column.read(in, sets)));
        }
        return new LineReport(line, reporter, names, sections);
    }

    private static void write(EdgeReport report, Bytes out) {
        out.number(report.given().size());
        report.given().forEach(out::number);
        out.number(report.undrained()).put(report.last() ? 1 : 0).number(report.at());
        measured(report.lags(), out);
    }

    private static EdgeReport edge(String key, ByteReader in) {
        String[] parts = key.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("an edge is <site>.<incarnation>.<region>, was '" + key + "'");
        }
        int count = in.count();
        List<Long> given = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            given.add(in.number());
        }
        return new EdgeReport(
                parts[0], parts[1], parts[2], given, in.number(), in.next() == 1, in.number(), measured(in));
    }

    private static void write(RouterReport report, Bytes out) {
        measured(report.lags(), out.text(report.region()).number(report.at()));
    }

    private static void measured(List<Measured> lags, Bytes out) {
        out.number(lags.size());
        for (Measured each : lags) {
            out.number(each.minute()).text(each.hop()).text(each.destination());
            each.times().write(out);
        }
    }

    private static RouterReport router(String key, ByteReader in) {
        return new RouterReport(key, in.text(), in.number(), measured(in));
    }

    private static List<Measured> measured(ByteReader in) {
        int count = in.count();
        List<Measured> lags = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lags.add(new Measured(in.number(), in.text(), in.text(), LagHistogram.read(in)));
        }
        return lags;
    }

    private static void texts(Bytes out, List<String> texts) {
        out.number(texts.size());
        texts.forEach(out::text);
    }

    private static List<String> texts(ByteReader in) {
        int count = in.count();
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(in.text());
        }
        return texts;
    }
}
