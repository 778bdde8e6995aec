package io.headwater.collector.dialect.cmcd;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.collector.dialect.Malformed;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.greenbytes.http.sfv.BooleanItem;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.DecimalItem;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.NumberItem;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.Parametrizable;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;

/**
 * CMCD keys and their values: a dictionary of structured fields (RFC 8941 section 3.2), with numbers longer than that
 * allows and text beyond ASCII taken too.
 */
final class Dictionary {
    private final Map<String, ListElement<?>> entries;
    private final Stray stray;

    private Dictionary(Map<String, ListElement<?>> entries, Stray stray) {
        this.entries = entries;
        this.stray = stray;
    }

    /** Fails, naming the column, where the text is no dictionary. */
    static Dictionary parse(String text) throws Malformed {
        Stray stray = Stray.in(text);
        try {
            return new Dictionary(Parser.parseDictionary(stray.replaced()).get(), stray);
        } catch (ParseException e) {
            String what = String.valueOf(e.getMessage());
            throw new Malformed("is no CMCD: " + what.substring(0, Math.min(what.length(), 120)) + ", near column "
                    + (e.getPosition() + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Malformed("is no CMCD");
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** A string, token or number as text; empty where the key is missing or something else. */
    String text(String key) {
        ListElement<?> value = entries.get(key);
        if (value instanceof InnerList || value instanceof BooleanItem || value instanceof ByteSequenceItem) {
            return "";
        }
        if (value instanceof NumberItem<?> number) {
            return digits(number);
        }
        return value == null ? "" : stray.original(String.valueOf(value.get()));
    }

    /** The numbers that stand at a key, one or those of an inner list. */
    List<BigDecimal> numbers(String key) {
        ListElement<?> value = entries.get(key);
        if (value instanceof InnerList list) {
            return list.get().stream().flatMap(item -> number(item).stream()).toList();
        }
        return value instanceof Item<?> item ? number(item) : List.of();
    }

    private List<BigDecimal> number(Item<?> item) {
        if (item instanceof NumberItem<?> number) {
            return List.of(new BigDecimal(digits(number)));
        }
        String text = String.valueOf(item.get());
        return stray.isNumber(text) ? List.of(new BigDecimal(stray.original(text))) : List.of();
    }

    Iterable<String> keys() {
        return entries.keySet();
    }

    /**
     * Writes an object: integers and decimals as numbers, strings and tokens as strings, byte sequences in Base64, inner
     * lists as arrays. What has parameters is an object of its {@code value} and them.
     */
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, ListElement<?>> entry : entries.entrySet()) {
            json.writeFieldName(entry.getKey());
            value(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private void value(JsonGenerator json, Parametrizable<?> value) throws IOException {
        Parameters parameters = value.getParams();
        if (parameters.isEmpty()) {
            bare(json, value);
            return;
        }
        json.writeStartObject();
        json.writeFieldName("value");
        bare(json, value);
        for (Map.Entry<String, Item<?>> parameter : parameters.entrySet()) {
            if (!parameter.getKey().equals("value")) {
                json.writeFieldName(parameter.getKey());
                bare(json, parameter.getValue());
            }
        }
        json.writeEndObject();
    }

    private void bare(JsonGenerator json, Parametrizable<?> value) throws IOException {
        if (value instanceof InnerList list) {
            json.writeStartArray();
            for (Item<?> item : list.get()) {
                value(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof NumberItem<?> number) {
            json.writeNumber(digits(number));
        } else if (value instanceof BooleanItem bool) {
            json.writeBoolean(bool.get());
        } else if (value instanceof ByteSequenceItem bytes) {
            json.writeString(
                    Base64.getEncoder().encodeToString(bytes.get().duplicate().array()));
        } else {
            String text = String.valueOf(value.get());
            if (stray.isNumber(text)) {
                json.writeNumber(stray.original(text));
            } else {
                json.writeString(stray.original(text));
            }
        }
    }

    private static String digits(NumberItem<?> number) {
        if (number instanceof DecimalItem decimal) {
            BigDecimal plain = decimal.get().stripTrailingZeros();
            return (plain.scale() < 1 ? plain.setScale(1) : plain).toPlainString();
        }
        return String.valueOf(number.get());
    }
}
