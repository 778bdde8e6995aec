package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"

	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	otellog "go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
)

func main() {
	ctx := context.Background()
	exporter, err := otlploghttp.New(ctx,
		otlploghttp.WithEndpointURL(os.Getenv("HEADWATER_URL")+"/v1/logs"),
		otlploghttp.WithHeaders(map[string]string{"Authorization": "Bearer " + os.Getenv("HEADWATER_KEY")}),
		otlploghttp.WithCompression(otlploghttp.GzipCompression),
	)
	if err != nil {
		log.Fatal(err)
	}
	provider := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewBatchProcessor(exporter)))
	logger := provider.Logger("acceptance")
	count, err := strconv.Atoi(os.Getenv("EVENTS"))
	if err != nil {
		log.Fatal(err)
	}
	for i := 0; i < count; i++ {
		var record otellog.Record
		record.SetSeverityText("INFO")
		record.SetBody(otellog.StringValue("episode played"))
		record.AddAttributes(otellog.String("mark", fmt.Sprintf("%s-%d", os.Getenv("RUN"), i)))
		logger.Emit(ctx, record)
	}
	if err := provider.Shutdown(ctx); err != nil {
		log.Fatal(err)
	}
}
