package io.headwater.deploy.testkit;

import java.util.List;

/** Where measurements taken at equal distances lead, by the straight line that lies closest to them (least squares). */
public final class Trend {
    private Trend() {}

    /** How much the line rises from the first measurement to the last. */
    public static double rise(List<Long> measurements) {
        int n = measurements.size();
        double middle = (n - 1) / 2.0;
        double mean = measurements.stream().mapToLong(Long::longValue).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < n; i++) {
            above += (i - middle) * (measurements.get(i) - mean);
            below += (i - middle) * (i - middle);
        }
        return below == 0 ? 0 : above / below * (n - 1);
    }
}
