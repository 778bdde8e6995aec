package io.headwater.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** Playback events of about one kilobyte in the native form, as a player's heartbeat looks. */
final class SampleEvents {
    /** What an event says beside its id, type, time and session: the members of an object. */
    static final String MEMBERS = """
            "content":{"asset_id":"ep-31870","title":"\u30c9\u30e9\u30de\u300c\u6d77\u300d","kind":"episode","duration_s":2580,"stream":"vod",\
            "protocol":"hls","drm":"widevine","cdn":"fastly"},"player":{"name":"hls.js","version":"1.7.4","state":"playing",\
            "playhead_s":70,"rate":1,"muted":false,"volume":0.8,"fullscreen":true,"bitrate_kbps":1200,"width":854,"height":480,\
            "codec":"avc1.4d401f","buffer_ms":12421},"metrics":{"playback_ms":70000,"buffer_ms":5668,"stall_count":2,\
            "startup_ms":1197,"rendition_switches":1,"dropped_frames":0,"bytes":2868750,"throughput_kbps":810},\
            "device":{"type":"desktop","os":"Windows","os_version":"11","tz":"Europe/London","browser":"Chrome",\
            "browser_version":"141.0.0.0","screen":"1920x1080"},"geo":{"country":"GB","region":"ENG","city":"London",\
            "asn":5089,"isp":"Virgin Media"},"page":"https://www.example.tv/watch/ep-31870","attrs":{"interval_ms":10000,\
            "mode":"auto"}""";

    static final String TIME = "2026-01-15T12:00:00.000Z";

    /** One event, with {@code @id@} and {@code @session@} for its own. */
    static final String EVENT = "{\"id\":\"@id@\",\"type\":\"heartbeat\",\"time\":\"" + TIME
            + "\",\"session\":\"@session@\",\"user\":\"usr_6523dc329fd3\"," + MEMBERS + "}";

    private static final String SAMPLE =
            "{\"at_ms\":70000,\"state\":\"playing\",\"kbps\":1200,\"rate\":1.25,\"muted\":false}";

    private SampleEvents() {}

    static String session(int session) {
        return String.format(Locale.ROOT, "session-%04d", session);
    }

    static String event(String id, int session) {
        return own(EVENT, id, session);
    }

    static byte[] single(String id, int session) {
        return event(id, session).getBytes(UTF_8);
    }

    /**
     * One event, with {@code @id@} and {@code @session@} for its own.
     *
     * @param bytes of it, about: as many samples as go into that; or 0 for the sample event
     */
    static String sized(int bytes) {
        if (bytes == 0) {
            return EVENT;
        }
        StringBuilder event = new StringBuilder("{\"id\":\"@id@\",\"type\":\"heartbeat\",\"time\":\"" + TIME
                + "\",\"session\":\"@session@\",\"user\":\"usr_6523dc329fd3\",\"samples\":[" + SAMPLE);
        while (event.length() + SAMPLE.length() < bytes) {
            event.append(',').append(SAMPLE);
        }
        return event.append("]}").toString();
    }

    /** That event with its own id and session. */
    static String own(String event, String id, int session) {
        return event.replace("@id@", id).replace("@session@", session(session));
    }
}
