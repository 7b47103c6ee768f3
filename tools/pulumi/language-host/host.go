package main

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// host answers the engine's calls.
type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engineAddress string
	// The folder of the modules that are loaded before each program.
	preloads string
	children *children
}

// packageManager returns npm, yarn, pnpm or bun: the one that Pulumi.yaml names, or else that of the nearest lock file.
func packageManager(info *pulumirpc.ProgramInfo) (npm.PackageManager, error) {
	return npm.ResolvePackageManager(npm.PackageManagerType(option(info, "packagemanager")), info.GetProgramDirectory())
}

// versionOf returns the version of a package manager, or "" if it can't be told. npm and yarn lie in a package of their own. Its
// package.json is read, because the engine asks in each run, and to start npm takes 0.2 s of processor time.
func versionOf(manager npm.PackageManager) string {
	program, err := exec.LookPath(manager.Name())
	if err != nil {
		return ""
	}
	if program, err = filepath.EvalSymlinks(program); err != nil {
		return ""
	}
	for folder := filepath.Dir(program); folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		if found := manifestIn(folder); found.Name == manager.Name() {
			return found.Version
		}
	}
	version, err := manager.Version()
	if err != nil {
		return ""
	}
	return version.String()
}

func (host *host) Handshake(
	_ context.Context, request *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	host.engineAddress = request.GetEngineAddress()
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (*host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

func (*host) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	found := requiredPackages(request.GetInfo().GetProgramDirectory())
	return &pulumirpc.GetRequiredPackagesResponse{Packages: found}, nil
}

func (host *host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	return answerOf(host.runProgram(ctx, request)), nil
}

func (*host) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

func (*host) Template(context.Context, *pulumirpc.TemplateRequest) (*pulumirpc.TemplateResponse, error) {
	return &pulumirpc.TemplateResponse{}, nil
}

func (*host) About(_ context.Context, request *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, err
	}
	said, err := exec.Command(node, "--version").Output()
	if err != nil {
		return nil, err
	}
	about := &pulumirpc.AboutResponse{Executable: node, Version: strings.TrimSpace(string(said)), Metadata: map[string]string{}}
	if manager, err := packageManager(request.GetInfo()); err == nil {
		about.Metadata["packagemanager"] = manager.Name()
		about.Metadata["packagemanagerVersion"] = versionOf(manager)
	}
	return about, nil
}

func (*host) GetProgramDependencies(
	ctx context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	manager, err := packageManager(request.GetInfo())
	if err != nil {
		return nil, err
	}
	// Without a lock file there is an error. `pulumi about`, which asks, would warn of it in each project without packages.
	packages, _ := manager.ListPackages(ctx, request.GetInfo().GetProgramDirectory(), request.GetTransitiveDependencies())
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for _, one := range packages {
		response.Dependencies = append(response.Dependencies, &pulumirpc.DependencyInfo{Name: one.Name, Version: one.Version})
	}
	return response, nil
}

func (*host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, server pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	manager, err := packageManager(request.GetInfo())
	if err != nil {
		return err
	}
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(server, request.GetIsTerminal())
	if err != nil {
		return err
	}
	defer closer.Close()
	return manager.Install(server.Context(), request.GetInfo().GetProgramDirectory(), false, stdout, stderr)
}

// RunPlugin runs a plugin in TypeScript or JavaScript, which is a folder with PulumiPlugin.yaml.
func (host *host) RunPlugin(request *pulumirpc.RunPluginRequest, server pulumirpc.LanguageRuntime_RunPluginServer) error {
	if request.GetKind() == "analyzer" {
		return errors.New("this language host can't run policy packs")
	}
	args, env, err := host.nodeCommand(request.GetInfo(), "run-plugin")
	if err != nil {
		return err
	}
	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(server, false)
	if err != nil {
		return err
	}
	defer closer.Close()
	err = host.children.run(server.Context(), func(ctx context.Context) *exec.Cmd {
		args := append(append(args, request.GetInfo().GetProgramDirectory()), request.GetArgs()...)
		cmd := exec.CommandContext(ctx, "node", args...)
		cmd.Dir, cmd.Env = request.GetPwd(), append(request.GetEnv(), env...)
		cmd.Stdout, cmd.Stderr = stdout, stderr
		return cmd
	})
	code := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		return err
	}
	return server.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(code)}})
}

func (host *host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	host.children.interruptAll()
	return &emptypb.Empty{}, nil
}
