package main

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"time"
)

// The engine kills the language host five seconds after its SIGINT. Child processes must have ended by then.
const grace = 4 * time.Second

// children are the processes that this program has started and that have not ended.
type children struct {
	ctx       context.Context
	interrupt context.CancelFunc
	running   sync.WaitGroup
}

func newChildren(parent context.Context) *children {
	ctx, interrupt := context.WithCancel(parent)
	return &children{ctx: ctx, interrupt: interrupt}
}

// run runs a child process that `describe` returns, until it ends, or until `call` or all children are interrupted.
// An interrupted child gets a SIGINT, and is killed if it does not end in time.
func (all *children) run(call context.Context, describe func(context.Context) *exec.Cmd) error {
	all.running.Add(1)
	defer all.running.Done()
	ctx, interrupt := context.WithCancel(call)
	defer interrupt()
	defer context.AfterFunc(all.ctx, interrupt)()
	cmd := describe(ctx)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace
	return cmd.Run()
}

// interruptAll interrupts the children, and waits until they have ended.
func (all *children) interruptAll() {
	all.interrupt()
	all.running.Wait()
}
