package main

import (
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/segmentio/analytics-go/v3"
)

type failing struct{ failed bool }

func (f *failing) Success(analytics.Message) {}

func (f *failing) Failure(_ analytics.Message, err error) {
	log.Print(err)
	f.failed = true
}

func main() {
	callback := &failing{}
	client, err := analytics.NewWithConfig(os.Getenv("HEADWATER_KEY"), analytics.Config{
		Endpoint:  os.Getenv("HEADWATER_URL"),
		BatchSize: 7,
		Callback:  callback,
	})
	if err != nil {
		log.Fatal(err)
	}
	count, err := strconv.Atoi(os.Getenv("EVENTS"))
	if err != nil {
		log.Fatal(err)
	}
	for i := 0; i < count; i++ {
		err := client.Enqueue(analytics.Track{
			AnonymousId: "viewer-1",
			Event:       "Episode Played",
			Properties:  analytics.NewProperties().Set("mark", fmt.Sprintf("%s-%d", os.Getenv("RUN"), i)),
		})
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := client.Close(); err != nil || callback.failed {
		log.Fatal("not everything was sent: ", err)
	}
}
