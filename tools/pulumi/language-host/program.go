package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/google/shlex"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// The exit code of @pulumi/pulumi/cmd/run after it has printed the error.
const alreadyShown = 32

// option returns a text under `runtime: {options: …}` in Pulumi.yaml, or "".
func option(info *pulumirpc.ProgramInfo, name string) string {
	return info.GetOptions().GetFields()[name].GetStringValue()
}

// nodeCommand returns the arguments of `node` and the additional environment for a script of the program's own @pulumi/pulumi.
func (host *host) nodeCommand(info *pulumirpc.ProgramInfo, script string) (args, env []string, err error) {
	folder := info.GetProgramDirectory()
	file := scriptOf(folder, script)
	if file == "" {
		return nil, nil, fmt.Errorf("@pulumi/pulumi is not installed in %s. Have you run `pulumi install`?", folder)
	}
	if given, set := info.GetOptions().GetFields()["typescript"]; !set || given.GetBoolValue() {
		env = append(env, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if config := option(info, "tsconfig"); config != "" {
		env = append(env, "PULUMI_NODEJS_TSCONFIG_PATH="+config)
	}
	args, err = shlex.Split(option(info, "nodeargs"))
	if err != nil {
		return nil, nil, fmt.Errorf("`nodeargs` in Pulumi.yaml: %w", err)
	}
	for _, preload := range []string{"plain-errors.js", "late-modules.js"} {
		// The option has "=", because Pulumi does not install its module loader if there is an argument "--require".
		args = append(args, "--require="+filepath.Join(host.preloads, preload))
	}
	return append(args, file), env, nil
}

func (host *host) programArguments(request *pulumirpc.RunRequest) []string {
	info := request.GetInfo()
	var args []string
	for _, flag := range []struct{ name, value string }{
		{"--monitor", request.GetMonitorAddress()},
		{"--engine", host.engineAddress},
		{"--organization", request.GetOrganization()},
		{"--project", request.GetProject()},
		{"--root-directory", info.GetRootDirectory()},
		{"--stack", request.GetStack()},
		{"--pwd", info.GetProgramDirectory()},
		{"--parallel", strconv.Itoa(int(request.GetParallel()))},
	} {
		if flag.value != "" {
			args = append(args, flag.name, flag.value)
		}
	}
	if request.GetDryRun() {
		args = append(args, "--dry-run")
	}
	return append(append(args, info.GetEntryPoint()), request.GetArgs()...)
}

func configEnvironment(request *pulumirpc.RunRequest) ([]string, error) {
	values := request.GetConfig()
	if values == nil {
		values = map[string]string{}
	}
	config, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	secrets, err := json.Marshal(append([]string{}, request.GetConfigSecretKeys()...))
	return []string{"PULUMI_CONFIG=" + string(config), "PULUMI_CONFIG_SECRET_KEYS=" + string(secrets)}, err
}

// runProgram runs the user's program once, for a preview or an update. Its output goes to the engine through stdout and stderr.
func (host *host) runProgram(ctx context.Context, request *pulumirpc.RunRequest) error {
	if request.GetAttachDebugger() {
		return errors.New("this language host can't attach debuggers; set `nodeargs: --inspect-brk` in Pulumi.yaml")
	}
	args, env, err := host.nodeCommand(request.GetInfo(), "run")
	if err != nil {
		return err
	}
	config, err := configEnvironment(request)
	if err != nil {
		return err
	}
	return host.children.run(ctx, func(ctx context.Context) *exec.Cmd {
		cmd := exec.CommandContext(ctx, "node", append(args, host.programArguments(request)...)...)
		cmd.Env = append(append(os.Environ(), env...), config...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		return cmd
	})
}

// answerOf says to the engine how a program ended.
func answerOf(err error) *pulumirpc.RunResponse {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}
	case !errors.As(err, &exit):
		return &pulumirpc.RunResponse{Error: err.Error()}
	case exit.ExitCode() == alreadyShown:
		return &pulumirpc.RunResponse{Bail: true}
	case exit.Exited():
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode())}
	default:
		return &pulumirpc.RunResponse{Error: "Program was ended by a " + exit.String()}
	}
}
