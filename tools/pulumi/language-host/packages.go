package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// manifest is what concerns the engine in a package.json.
type manifest struct {
	Name    string
	Version string
	Pulumi  *struct {
		Resource         bool
		Name             string
		Version          string
		Server           string
		Parameterization *struct {
			Name    string
			Version string
			Value   []byte
		}
	}
}

// manifestIn returns the package.json of a folder; an empty one if there is none.
func manifestIn(folder string) manifest {
	var found manifest
	text, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil || json.Unmarshal(text, &found) != nil {
		return manifest{}
	}
	return found
}

// modulesUpwards returns the folders in which Node looks for the packages of a program, nearest first.
func modulesUpwards(folder string) []string {
	var found []string
	for {
		found = append(found, filepath.Join(folder, "node_modules"))
		parent := filepath.Dir(folder)
		if parent == folder {
			return found
		}
		folder = parent
	}
}

// scriptOf returns the path of a script of the program's own @pulumi/pulumi, or "" if that is not installed.
func scriptOf(folder, name string) string {
	for _, modules := range modulesUpwards(folder) {
		file := filepath.Join(modules, "@pulumi/pulumi/cmd", name, "index.js")
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	return ""
}

// packageFolders returns the packages in a folder node_modules, those with a scope included.
func packageFolders(modules string) []string {
	plain, _ := filepath.Glob(filepath.Join(modules, "[^.@]*"))
	scoped, _ := filepath.Glob(filepath.Join(modules, "@*", "[^.]*"))
	return append(plain, scoped...)
}

// visitPackages calls `visit` with the package.json of each package in a folder node_modules, and in those inside of packages.
func visitPackages(modules string, seen map[string]bool, visit func(manifest)) {
	for _, folder := range packageFolders(modules) {
		real, err := filepath.EvalSymlinks(folder)
		if err != nil || seen[real] {
			continue
		}
		seen[real] = true
		visit(manifestIn(real))
		visitPackages(filepath.Join(real, "node_modules"), seen, visit)
	}
}

// requiredPackages returns the packages that need a provider plugin, which the field "pulumi" of their package.json names.
func requiredPackages(folder string) []*pulumirpc.PackageDependency {
	var required []*pulumirpc.PackageDependency
	known := map[string]bool{}
	seen := map[string]bool{}
	add := func(found manifest) {
		plugin := found.Pulumi
		if plugin == nil || !plugin.Resource {
			return
		}
		dependency := &pulumirpc.PackageDependency{
			Kind:    "resource",
			Name:    orElse(plugin.Name, strings.TrimPrefix(found.Name, "@pulumi/")),
			Version: "v" + strings.TrimPrefix(orElse(plugin.Version, found.Version), "v"),
			Server:  plugin.Server,
		}
		if given := plugin.Parameterization; given != nil {
			dependency.Parameterization = &pulumirpc.PackageParameterization{
				Name: given.Name, Version: given.Version, Value: given.Value,
			}
		}
		if key := dependency.String(); !known[key] {
			known[key] = true
			required = append(required, dependency)
		}
	}
	for _, modules := range modulesUpwards(folder) {
		visitPackages(modules, seen, add)
	}
	return required
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
