pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Finds an item while it is being typed: by pinyin, first letters, or a word in English.
Item {
    id: root
    property var tiles: []
    property string typed
    readonly property bool wide: width > height
    readonly property var found: {
        const wanted = root.typed.toLowerCase();
        return root.tiles.filter(tile => (tile.keywords + " " + tile.title.zh + " " + tile.title.en).toLowerCase().includes(wanted));
    }
    signal closed()

    ColumnLayout {
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: keys.top; margins: Theme.margin; topMargin: root.wide ? 28 : 40; bottomMargin: 16 }
        spacing: root.wide ? 18 : Theme.gap
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap
            Heading {
                visible: !root.wide
                Layout.fillWidth: true
                text: qsTr("搜索事项")
                font.pixelSize: Theme.display
            }
            Loader {
                Layout.fillWidth: true
                visible: active
                active: root.wide
                sourceComponent: field
            }
            KioskButton {
                objectName: "search_close"
                look: KioskButton.Quiet
                symbol: "arrow-left"
                text: qsTr("返回首页")
                onClicked: root.closed()
            }
        }
        Loader {
            Layout.fillWidth: true
            visible: active
            active: !root.wide
            sourceComponent: field
        }
        Paragraph {
            objectName: "search_count"
            Layout.fillWidth: true
            text: root.found.length > 0 ? qsTr("找到 %1 项，点一下就能办").arg(root.found.length)
                : qsTr("没有找到“%1”。换个说法试试，或点下方“呼叫人工”。").arg(root.typed)
            color: Theme.muted
        }
        ListView {
            objectName: "search_results"
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            cacheBuffer: 0
            spacing: 18
            model: root.found
            boundsBehavior: Flickable.StopAtBounds
            delegate: ServiceTile {
                id: result
                required property var modelData
                required property int index
                objectName: "found_" + modelData.item
                tile: modelData
                tint: Theme.ink
                broad: true
                width: ListView.view.width
                height: implicitHeight
            }
        }
    }
    Keyboard {
        id: keys
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        keyHeight: root.wide ? 92 : 108
        onTyped: letter => { if (root.typed.length < 24) root.typed += letter; }
        onErased: root.typed = root.typed.slice(0, -1)
        onCleared: root.typed = ""
    }
    Component {
        id: field
        Rectangle {
            implicitHeight: Theme.touch
            radius: 20
            color: Theme.card
            border { width: 4; color: Theme.ink }
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("输入拼音或首字母")
            Icon { id: glass; x: 30; anchors.verticalCenter: parent.verticalCenter; name: "search"; side: 48; color: Theme.ink }
            Text {
                id: letters
                objectName: "field_search"
                anchors { left: glass.right; leftMargin: 24; verticalCenter: parent.verticalCenter }
                text: root.typed
                font { family: Theme.sans; pixelSize: Theme.label + 4; weight: Font.Medium }
                color: Theme.text
            }
            Rectangle {
                id: caret
                anchors { left: letters.right; leftMargin: 4; verticalCenter: parent.verticalCenter }
                width: 4
                height: 52
                color: Theme.accent
                SequentialAnimation on opacity {
                    loops: Animation.Infinite
                    running: root.visible
                    PauseAnimation { duration: 500 }
                    NumberAnimation { to: 0; duration: 80 }
                    PauseAnimation { duration: 400 }
                    NumberAnimation { to: 1; duration: 80 }
                }
            }
            Text {
                anchors { left: caret.right; leftMargin: 8; right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
                visible: root.typed === ""
                text: qsTr("输入拼音或首字母，如 shebao、sb")
                font { family: Theme.sans; pixelSize: Theme.body }
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 26
                color: Theme.muted
            }
        }
    }
}
