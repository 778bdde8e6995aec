package io.headwater.deploy.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** One figure over the rounds: its median and spread. */
final class Series {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    /** Round by round, this over {@code limit}: rounds are neighbours in time, so what slows both cancels out. */
    Series over(Series limit) {
        Series ratio = new Series();
        for (int i = 0; i < Math.min(values.size(), limit.values.size()); i++) {
            ratio.add(values.get(i) / limit.values.get(i));
        }
        return ratio;
    }

    JsonObject json() {
        return new JsonObject()
                .put("median", median())
                .put("min", least())
                .put("max", most())
                .put("rounds", new JsonArray(values));
    }
}
