// Checks a log with the library of Go's checksum database: the signature of a checkpoint, that an entry stands in it,
// that an older checkpoint is its beginning; and that our proofs are those that the library makes of our tiles.
//
//	go run check_log.go FOLDER   # key, old, new (checkpoints), tile/…, proof (tlog-proof of one entry)
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type head struct {
	size int64
	root tlog.Hash
}

type tiles struct{ folder string }

func (t tiles) Height() int                        { return 8 }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte)    {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		// tile/8/0/x001/067 of the checksum database is tile/0/x001/067 of C2SP.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.folder, path))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(folder, name string) string {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(err)
	return string(data)
}

func opened(written string, verifier note.Verifier) head {
	signed, err := note.Open([]byte(written), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(signed.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return head{size, root}
}

func hashes(lines []string) []tlog.Hash {
	found := []tlog.Hash{}
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		must(err)
		found = append(found, hash)
	}
	return found
}

func main() {
	folder := os.Args[1]
	verifier, err := note.NewVerifier(strings.TrimSpace(read(folder, "key")))
	must(err)
	before, now := opened(read(folder, "old"), verifier), opened(read(folder, "new"), verifier)

	above, below, _ := strings.Cut(read(folder, "proof"), "\n\n")
	if opened(below, verifier) != now {
		must(fmt.Errorf("the proof is of another checkpoint"))
	}
	lines := strings.Split(above, "\n")
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	must(tlog.CheckRecord(hashes(lines[3:]), now.size, now.root, index, tlog.RecordHash(entry)))
	fmt.Println("included", index, "of", now.size)

	reader := tlog.TileHashReader(tlog.Tree{N: now.size, Hash: now.root}, tiles{folder})
	ours, err := tlog.ProveTree(now.size, before.size, reader)
	must(err)
	must(tlog.CheckTree(ours, now.size, now.root, before.size, before.root))
	theirs := hashes(strings.Fields(read(folder, "consistency")))
	must(tlog.CheckTree(theirs, now.size, now.root, before.size, before.root))
	fmt.Println("consistent", before.size, "to", now.size)
}
