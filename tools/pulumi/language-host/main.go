// The language host, which the Pulumi engine starts to run programs with `runtime: nodejs`. Pulumi's own language host is part of the
// released command line, but its Go module is not published, so an engine built from source needs this one. It is a program in Go,
// because the engine starts it twice in each run: Node takes a third of a second to load the same.
//
// Policy packs, --attach-debugger, code generation and the deprecated synchronous invokes are not supported.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// serve answers the engine until it is interrupted or, if `engineAddress` is given, until the engine has ended.
func serve(engineAddress, preloads string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if engineAddress != "" {
		// stdin is a pipe from the engine, which closes when the engine ends, even if it is killed.
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			stop()
		}()
	}
	host := &host{engineAddress: engineAddress, preloads: preloads, children: newChildren(ctx)}
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, host)
			return nil
		},
	})
	if err != nil {
		return err
	}
	// The engine reads the port from the first line.
	fmt.Println(server.Port)
	select {
	case <-ctx.Done():
		host.children.interruptAll()
		return nil
	case err := <-server.Done:
		return err
	}
}

func main() {
	preloads := flag.String("preloads", "", "the folder of the modules that are loaded before each program")
	// The engine's flags for logging are those of the SDK. There is no tracing.
	flag.String("tracing", "", "ignored")
	flag.Parse()
	if err := serve(flag.Arg(0), *preloads); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-nodejs:", err)
		os.Exit(1)
	}
}
